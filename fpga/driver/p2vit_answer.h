/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file p2vit_answer.h
 * What a network says of a picture: its logits, the best of its classes, their names.
 */
#ifndef P2VIT_ANSWER_H
#define P2VIT_ANSWER_H

#include "p2vit.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A logit of an output; what it is worth is this times 2 to the `exponent` of the image. 0 for a null pointer. */
int32_t p2vit_logit(const void *logits, size_t index);

/**
 * The classes with the greatest logits, the greatest first; of equal ones the first.
 *
 * @param best for `most` classes
 * @return how many there are, at most `classes`; 0 for a null pointer
 */
uint32_t p2vit_best(const void *logits, uint32_t classes, uint32_t *best, uint32_t most);

/**
 * The name of a class, in UTF-8 without a terminator.
 *
 * @param memory where the image is
 * @param bytes of the name
 * @return null if there are no names, or no such class, or the image contradicts itself
 */
const char *p2vit_label(const struct p2vit_image *image, const struct p2vit_memory *memory, uint32_t index, uint32_t *bytes);

#ifdef __cplusplus
}
#endif

#endif
