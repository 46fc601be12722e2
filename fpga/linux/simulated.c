/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file simulated.c
 * The accelerator of `p2vit device`. The environment variable P2VIT_DEVICE names its folder: a socket "registers" and a file
 * "memory", the DRAM itself. A request is three little-endian words (operation, offset, value), an answer two (status, value).
 *
 * The driver sees a cache of all the memory, which holds what it wrote and what it invalidated, and nothing else: on a board whose
 * memory port is not coherent, as here, a flush or an invalidation that is forgotten shows.
 */
#define _POSIX_C_SOURCE 200809L
#include "simulated.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "platform.h"

enum operation { READ_REGISTER = 1, WRITE_REGISTER = 2, RUN = 3, ADDRESS = 4 };

static int device = -1;

/* The DRAM, and the processor's view of it. */
static unsigned char *dram;
static unsigned char *cache;

static void put(unsigned char *bytes, uint32_t value) {
    int i;
    for (i = 0; i < 4; i++) {
        bytes[i] = (unsigned char)(value >> 8 * i);
    }
}

/** One request. A processor whose bus breaks does not go on either. */
static uint32_t request(enum operation operation, uint32_t offset, uint32_t value) {
    unsigned char message[12], answer[8];
    size_t done = 0;
    put(message, (uint32_t)operation);
    put(message + 4, offset);
    put(message + 8, value);
    if (write(device, message, sizeof message) != (ssize_t)sizeof message) {
        perror("simulated device");
        exit(EXIT_FAILURE);
    }
    while (done < sizeof answer) {
        ssize_t got = read(device, answer + done, sizeof answer - done);
        if (got <= 0) {
            fputs("simulated device: the simulation has ended\n", stderr);
            exit(EXIT_FAILURE);
        }
        done += (size_t)got;
    }
    if (p2vit_word(answer, 0) != 0) {
        fprintf(stderr, "simulated device: bus error at register 0x%03x\n", (unsigned)offset);
        exit(EXIT_FAILURE);
    }
    return p2vit_word(answer, 1);
}

uint32_t simulated_read(uint32_t offset) { return request(READ_REGISTER, offset, 0); }

void simulated_write(uint32_t offset, uint32_t value) { request(WRITE_REGISTER, offset, value); }

void simulated_idle(void) { request(RUN, 0, 200000); }

/** Where in the DRAM a part of the cache belongs. */
static unsigned char *behind(const void *data) { return dram + ((const unsigned char *)data - cache); }

void simulated_flush(const void *data, size_t bytes) { memcpy(behind(data), data, bytes); }

void simulated_invalidate(void *data, size_t bytes) { memcpy(data, behind(data), bytes); }

static void *map(int file, int flags, size_t bytes) {
    void *data = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, file, 0);
    return data == MAP_FAILED ? NULL : data;
}

static int map_memory(const char *folder, struct p2vit_memory *memory) {
    char path[256];
    struct stat about;
    int file;
    snprintf(path, sizeof path, "%s/memory", folder);
    file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0 || fstat(file, &about) != 0) {
        perror(path);
        return -1;
    }
    memory->bytes = (size_t)about.st_size;
    dram = map(file, MAP_SHARED, memory->bytes);
    cache = map(file, MAP_PRIVATE, memory->bytes);
    close(file);
    if (!dram || !cache) {
        perror(path);
        return -1;
    }
    memory->data = cache;
    return 0;
}

int platform_open(void **registers, struct p2vit_memory *memory) {
    const char *folder = getenv("P2VIT_DEVICE");
    struct sockaddr_un name = {0};
    *registers = NULL;
    if (!folder) {
        fputs("P2VIT_DEVICE is not set; start this by `p2vit device`\n", stderr);
        return -1;
    }
    name.sun_family = AF_UNIX;
    snprintf(name.sun_path, sizeof name.sun_path, "%s/registers", folder);
    device = socket(AF_UNIX, SOCK_STREAM, 0);
    if (device < 0 || connect(device, (const struct sockaddr *)&name, sizeof name) != 0) {
        perror(name.sun_path);
        return -1;
    }
    memory->address = request(ADDRESS, 0, 0);
    memory->address |= (uint64_t)request(ADDRESS, 4, 0) << 32;
    return map_memory(folder, memory);
}
