/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file p2vit_selftest.h
 * Replays the cases of a program image on an accelerator and compares logits.
 */
#ifndef P2VIT_SELFTEST_H
#define P2VIT_SELFTEST_H

#include "p2vit.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What the cases gave. */
struct p2vit_result {
    uint64_t cycles; /**< of all cases */
    uint64_t compared;
    uint64_t mismatches;
    uint32_t first_case; /**< the first mismatch */
    uint32_t first_class;
    int32_t expected;
    int32_t got;
};

/**
 * Runs all cases of the image that p2vit_load() was given: without a pause between them if the program can, else one by one.
 *
 * @param memory where the image is
 * @param output for the logits, at least the output bytes of the image for each case
 * @return P2VIT_E_MISMATCH when logits differ or there are none; `result` then says where first
 */
P2VIT_CHECKED int p2vit_selftest(struct p2vit *device, const struct p2vit_image *image, const struct p2vit_memory *memory,
                                 const struct p2vit_memory *output, struct p2vit_result *result);

/** The class with the greatest of the logits, the first of equals; `classes`, which is none, for a null pointer. */
uint32_t p2vit_class(const void *logits, uint32_t classes);

#ifdef __cplusplus
}
#endif

#endif
