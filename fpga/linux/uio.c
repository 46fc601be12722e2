/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file uio.c
 * The accelerator of a board: registers and interrupt by UIO, memory by u-dma-buf. The environment names them:
 * P2VIT_UIO (default /dev/uio0), P2VIT_UDMABUF (udmabuf0), and for tests the folders P2VIT_DEV (/dev) and P2VIT_SYSFS
 * (/sys/class/u-dma-buf).
 */
#define _POSIX_C_SOURCE 200809L
#include "uio.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "p2vit_registers.h"
#include "platform.h"

/* In the number that u-dma-buf takes: bits 63-32 the offset, 31-4 the size, 3-2 the direction, 0 that it is to be done. */
#define SYNC_GRAIN ((size_t)64)
#define SYNC_TO_DEVICE (UINT64_C(1) << 2 | 1)
#define SYNC_FROM_DEVICE (UINT64_C(2) << 2 | 1)

static int uio = -1;
static const unsigned char *memory_begin;
static char memory_attributes[192];

static const char *setting(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value ? value : otherwise;
}

static int map(const char *path, int flags, size_t bytes, void **data) {
    int file = open(path, O_RDWR | O_CLOEXEC | flags);
    if (file < 0) {
        perror(path);
        return -1;
    }
    *data = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (*data == MAP_FAILED) {
        perror(path);
        close(file);
        return -1;
    }
    return file;
}

/** A number that u-dma-buf states of its buffer. */
static int attribute(const char *name, uint64_t *value) {
    char path[256], text[32];
    char *end = text;
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", memory_attributes, name);
    file = fopen(path, "r");
    if (!file || !fgets(text, sizeof text, file)) {
        perror(path);
        if (file) {
            fclose(file);
        }
        return -1;
    }
    fclose(file);
    *value = strtoull(text, &end, 0);
    if (end == text) {
        fprintf(stderr, "%s: not a number\n", path);
        return -1;
    }
    return 0;
}

int platform_open(void **registers, struct p2vit_memory *memory) {
    const char *buffer = setting("P2VIT_UDMABUF", "udmabuf0");
    char path[256];
    uint64_t bytes;
    int file;
    snprintf(memory_attributes, sizeof memory_attributes, "%s/%s", setting("P2VIT_SYSFS", "/sys/class/u-dma-buf"), buffer);
    if (attribute("phys_addr", &memory->address) != 0 || attribute("size", &bytes) != 0) {
        return -1;
    }
    memory->bytes = (size_t)bytes;
    snprintf(path, sizeof path, "%s/%s", setting("P2VIT_DEV", "/dev"), buffer);
    /* Without O_SYNC it is cached. Uncached, arm64 would refuse unaligned accesses, and a checksum over megabytes would take seconds. */
    file = map(path, 0, memory->bytes, &memory->data);
    if (file < 0) {
        return -1;
    }
    close(file);
    memory_begin = memory->data;
    uio = map(setting("P2VIT_UIO", "/dev/uio0"), O_SYNC, P2VIT_REGISTER_BYTES, registers);
    return uio < 0 ? -1 : 0;
}

/** Whole cache lines; they lie within the buffer, whose size is a number of pages. Without it every result is wrong, so nothing goes on. */
static void synchronise(const char *name, const void *data, size_t bytes, uint64_t kind) {
    size_t begin = (size_t)((const unsigned char *)data - memory_begin) / SYNC_GRAIN * SYNC_GRAIN;
    size_t end = ((size_t)((const unsigned char *)data - memory_begin) + bytes + SYNC_GRAIN - 1) / SYNC_GRAIN * SYNC_GRAIN;
    char path[256];
    FILE *file;
    int written;
    if (bytes == 0) {
        return;
    }
    snprintf(path, sizeof path, "%s/%s", memory_attributes, name);
    file = fopen(path, "w");
    written = file ? fprintf(file, "0x%016" PRIx64 "\n", (uint64_t)begin << 32 | (uint64_t)(end - begin) | kind) : -1;
    if (!file || fclose(file) != 0 || written < 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
}

void uio_flush(const void *data, size_t bytes) { synchronise("sync_for_device", data, bytes, SYNC_TO_DEVICE); }

void uio_invalidate(const void *data, size_t bytes) { synchronise("sync_for_cpu", data, bytes, SYNC_FROM_DEVICE); }

void uio_idle(void) {
    const int milliseconds = 10;
    const uint32_t enable = 1;
    struct pollfd event = {-1, POLLIN, 0};
    uint32_t count;
    /* Without an interrupt this is a pause. */
    if (write(uio, &enable, sizeof enable) == (ssize_t)sizeof enable) {
        event.fd = uio;
    }
    if (poll(&event, 1, milliseconds) > 0 && read(uio, &count, sizeof count) < 0) {
        poll(NULL, 0, milliseconds);
    }
}
