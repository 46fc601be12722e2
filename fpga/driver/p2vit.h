/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file p2vit.h
 * Driver of a p2vit accelerator: no operating system, no allocation, no global state.
 *
 * A function that can fail returns 0, or a positive error of the accelerator (enum p2vit_error of p2vit_registers.h), or a negative
 * one of the driver (enum p2vit_status); p2vit_message() says either in words. No pointer may be null, nor the `data` of a memory:
 * P2VIT_E_ARGUMENT, and nothing is read or written. `registers` alone may be anything that the register macros take.
 */
#ifndef P2VIT_H
#define P2VIT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Before a function whose result must not be dropped, for compilers that can warn of it. */
#if defined(__GNUC__) || defined(__clang__)
#define P2VIT_CHECKED __attribute__((warn_unused_result))
#elif (defined(__cplusplus) && __cplusplus >= 201703L) || (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L)
#define P2VIT_CHECKED [[nodiscard]]
#else
#define P2VIT_CHECKED
#endif

/** What the driver itself finds wrong. */
enum p2vit_status {
    P2VIT_OK = 0,
    P2VIT_E_ID = -1,
    P2VIT_E_VERSION = -2,
    P2VIT_E_CONFIG = -3,
    P2VIT_E_BUSY = -4,
    P2VIT_E_TIMEOUT = -5,
    P2VIT_E_MEMORY = -6,
    P2VIT_E_ORDER = -7,
    P2VIT_E_MAGIC = -8,
    P2VIT_E_FORMAT = -9,
    P2VIT_E_TRUNCATED = -10,
    P2VIT_E_CHECKSUM = -11,
    P2VIT_E_LAYOUT = -12,
    P2VIT_E_MISMATCH = -13,
    P2VIT_E_PROGRAM = -14,
    P2VIT_E_OPEN = -15,
    P2VIT_E_ARGUMENT = -16,
    P2VIT_E_PICTURE = -17
};

/** Memory that processor and accelerator share. */
struct p2vit_memory {
    void *data;       /**< where the processor sees it */
    uint64_t address; /**< where the accelerator sees it */
    size_t bytes;
};

/** A program image that p2vit_image_open() (p2vit_image.h) has looked at. */
struct p2vit_image;

/** One accelerator. The caller owns the memory; the members are the driver's. */
struct p2vit {
    void *registers;
    uint32_t config_hash;
    uint32_t polls;
    uint32_t error; /**< register ERROR after a run that failed: code, unit, command */
    uint32_t images; /**< of the last run */
    uint32_t input_bytes;
    uint32_t output_bytes;
};

/**
 * Checks that there is an accelerator of this interface version and configuration, and ends a run that an earlier program may
 * have left behind. Nothing is written before the checks have passed. P2VIT_E_OPEN when memory still owes the answers to such a run.
 *
 * @param registers what the register macros take as base
 * @param config_hash P2VIT_CONFIG_HASH_VALUE of p2vit_registers.h, or that of an image
 * @param polls how often to look at a run before giving it up; each costs a register read and P2VIT_IDLE
 */
P2VIT_CHECKED int p2vit_init(struct p2vit *device, void *registers, uint32_t config_hash, uint32_t polls);

/** Lets the accelerator raise its interrupt at the end of a run (or not); p2vit_wait() lowers it again. */
P2VIT_CHECKED int p2vit_interrupt(struct p2vit *device, int enabled);

/**
 * Makes a network the one that runs. It stays where it is: `memory` begins with the image and must live as long. Both parts of the
 * program must have their checksums, else P2VIT_E_PROGRAM, and nothing is written.
 *
 * @param memory its address a multiple of 4096
 */
P2VIT_CHECKED int p2vit_load(struct p2vit *device, const struct p2vit_image *image, const struct p2vit_memory *memory);

/**
 * Starts a run and returns at once. Nothing outside `input`, `output` and the image is read or written, whatever the program says.
 *
 * @param input of all images, one behind the other, each laid out as hw-gen/doc/program.md says
 * @param output for the logits of all images, likewise
 * @param images how many are run without a pause between them
 */
P2VIT_CHECKED int p2vit_start(struct p2vit *device, const struct p2vit_memory *input, const struct p2vit_memory *output,
                              uint32_t images);

/** Waits for the end of a run and makes its output visible. A run that takes too long is ended: P2VIT_E_TIMEOUT. */
P2VIT_CHECKED int p2vit_wait(struct p2vit *device, const struct p2vit_memory *output);

/** Starts a run and waits for it. */
P2VIT_CHECKED int p2vit_run(struct p2vit *device, const struct p2vit_memory *input, const struct p2vit_memory *output,
                            uint32_t images);

/**
 * Ends a run at once; it is then over with P2VIT_ERROR_ABORTED. Waits until memory has answered what the run asked for, so that
 * accelerator, bitstream and memory may be reset or given to others; P2VIT_E_OPEN when memory does not answer, and then only a reset
 * of accelerator and memory port together helps. With no run active it only waits.
 */
P2VIT_CHECKED int p2vit_abort(struct p2vit *device);

/** Cycles of the last run, counted by the accelerator; 0, which no run takes, for a null pointer. */
uint64_t p2vit_cycles(const struct p2vit *device);

/** CRC-32 as in zlib and Ethernet; 0, as of no bytes, for a null pointer. */
uint32_t p2vit_crc32(const void *data, size_t bytes);

/** A little-endian 32-bit word in memory, for instance a logit; 0 for a null pointer. */
uint32_t p2vit_word(const void *data, size_t index);

/** What a returned number means. */
const char *p2vit_message(int status);

#ifdef __cplusplus
}
#endif

#endif
