/* SPDX-License-Identifier: Apache-2.0 */
/** @file uio.h Port of the driver to Linux user space; registers are mapped, so the default access macros do. */
#ifndef UIO_H
#define UIO_H

/** Waits for the interrupt, 10 ms at most. */
void uio_idle(void);

#define P2VIT_IDLE(base) ((void)(base), uio_idle())

/* The memory is mapped uncached; what is left to do is to keep the order. */
#if defined(__arm__) || defined(__aarch64__)
#define UIO_BARRIER() __asm__ volatile("dsb sy" ::: "memory")
#else
#define UIO_BARRIER() __sync_synchronize()
#endif
#define P2VIT_FLUSH(data, bytes)     \
    do {                             \
        (void)(data), (void)(bytes); \
        UIO_BARRIER();               \
    } while (0)
#define P2VIT_INVALIDATE(data, bytes) P2VIT_FLUSH(data, bytes)

#endif
