/* SPDX-License-Identifier: Apache-2.0 */
/** @file simulated.h Port of the driver to `p2vit device`: each register access goes to the simulation. */
#ifndef SIMULATED_H
#define SIMULATED_H

#include <stddef.h>
#include <stdint.h>

uint32_t simulated_read(uint32_t offset);
void simulated_write(uint32_t offset, uint32_t value);

/** Lets the clock run until the interrupt, 200 000 cycles at most. Between accesses it stands still. */
void simulated_idle(void);

#define P2VIT_READ32(base, offset) ((void)(base), simulated_read(offset))
#define P2VIT_WRITE32(base, offset, value) ((void)(base), simulated_write((offset), (value)))
/** From the processor's cache to the DRAM. */
void simulated_flush(const void *data, size_t bytes);

/** From the DRAM to the processor's cache. */
void simulated_invalidate(void *data, size_t bytes);

#define P2VIT_FLUSH(data, bytes) simulated_flush((data), (bytes))
#define P2VIT_INVALIDATE(data, bytes) simulated_invalidate((data), (bytes))
#define P2VIT_IDLE(base) ((void)(base), simulated_idle())

#endif
