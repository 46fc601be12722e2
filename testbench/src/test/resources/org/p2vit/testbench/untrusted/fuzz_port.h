/* SPDX-License-Identifier: Apache-2.0 */
/** @file fuzz_port.h Port of the driver to an accelerator that is always idle and answers as a good one. */
#ifndef FUZZ_PORT_H
#define FUZZ_PORT_H

#include <stdint.h>

uint32_t fuzz_read(uint32_t offset);

#define P2VIT_READ32(base, offset) ((void)(base), fuzz_read(offset))
#define P2VIT_WRITE32(base, offset, value) ((void)(base), (void)(offset), (void)(value))

#endif
