/* SPDX-License-Identifier: Apache-2.0 */
/** @file uio.h Port of the driver to Linux user space; registers are mapped, so the default access macros do. */
#ifndef UIO_H
#define UIO_H

#include <stddef.h>

/** Waits for the interrupt, 10 ms at most. */
void uio_idle(void);

#define P2VIT_IDLE(base) ((void)(base), uio_idle())

/** Writes what the processor has cached to memory. */
void uio_flush(const void *data, size_t bytes);

/** Forgets what the processor has cached. */
void uio_invalidate(const void *data, size_t bytes);

#define P2VIT_FLUSH(data, bytes) uio_flush((data), (bytes))
#define P2VIT_INVALIDATE(data, bytes) uio_invalidate((data), (bytes))

#endif
