/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file p2vit_port.h
 * What the driver needs of a platform: two macros. Everything else here has a default that does nothing.
 *
 * A platform that needs more than the defaults puts its macros in a header of its own and compiles the driver with
 * -DP2VIT_PORT='"that_header.h"'. README.md has examples.
 */
#ifndef P2VIT_PORT_H
#define P2VIT_PORT_H

#include <stdint.h>

#ifdef P2VIT_PORT
#include P2VIT_PORT
#endif

/** Reads the 32-bit register at byte `offset`; `base` is what p2vit_init() was given. */
#ifndef P2VIT_READ32
#define P2VIT_READ32(base, offset) (*(volatile uint32_t *)(void *)((unsigned char *)(base) + (offset)))
#endif

/** Writes a register. Must not overtake earlier writes to memory that the accelerator reads. */
#ifndef P2VIT_WRITE32
#define P2VIT_WRITE32(base, offset, value) \
    (*(volatile uint32_t *)(void *)((unsigned char *)(base) + (offset)) = (value))
#endif

/** Between two polls of a run: nothing, or wait for the interrupt, but not for ever. */
#ifndef P2VIT_IDLE
#define P2VIT_IDLE(base) ((void)(base))
#endif

/** Makes what the processor wrote visible to the accelerator; needed where the memory is cached and not coherent. */
#ifndef P2VIT_FLUSH
#define P2VIT_FLUSH(data, bytes) ((void)(data), (void)(bytes))
#endif

/** Forgets what the processor's cache holds, so that it reads what the accelerator wrote. */
#ifndef P2VIT_INVALIDATE
#define P2VIT_INVALIDATE(data, bytes) ((void)(data), (void)(bytes))
#endif

#endif
