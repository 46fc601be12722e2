/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file p2vit_image.h
 * Reads program images (hw-gen/doc/program.md): a network, and perhaps cases to test it with, in one piece.
 */
#ifndef P2VIT_IMAGE_H
#define P2VIT_IMAGE_H

#include "p2vit.h"
#include "p2vit_image_form.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Checks the bytes of a program image and says what is where. Nothing is copied; `image` counts only after P2VIT_OK.
 *
 * @param bytes how many there are; more than the image is no fault
 */
P2VIT_CHECKED int p2vit_image_open(struct p2vit_image *image, const void *data, size_t bytes);

#ifdef __cplusplus
}
#endif

#endif
