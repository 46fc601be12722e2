/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file p2vit_picture.h
 * Turns pictures into inputs as the network of a program image asks for them: scaled, cropped, coded, laid out. The bytes are those
 * of the golden model (quant-golden/doc/preprocessing.md).
 */
#ifndef P2VIT_PICTURE_H
#define P2VIT_PICTURE_H

#include "p2vit.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Greatest side of a picture. */
#define P2VIT_PICTURE_SIDE 65535u

/** Most pixels of a picture, before and after it is scaled. */
#define P2VIT_PICTURE_PIXELS 100000000u

/**
 * How much room p2vit_picture() needs for a picture of a size.
 *
 * @return P2VIT_E_PICTURE when the network takes no picture of this size, P2VIT_E_LAYOUT when the image contradicts itself
 */
P2VIT_CHECKED int p2vit_picture_room(const struct p2vit_image *image, uint32_t width, uint32_t height, uint64_t *bytes);

/**
 * Makes the input of one image of a run.
 *
 * @param memory where the image is
 * @param rgb red, green, blue of each pixel, rows from the top; a picture that is to be turned as its EXIF orientation says (word
 *     `exif_rotation`) has to be turned already
 * @param room for intermediate results, aligned as an int32_t; P2VIT_E_MEMORY when it is too small
 * @param input at least the input bytes of the image, of which every one is written
 */
P2VIT_CHECKED int p2vit_picture(const struct p2vit_image *image, const struct p2vit_memory *memory, const unsigned char *rgb,
                                uint32_t width, uint32_t height, void *room, size_t room_bytes,
                                const struct p2vit_memory *input);

#ifdef __cplusplus
}
#endif

#endif
