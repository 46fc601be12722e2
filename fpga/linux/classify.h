/* SPDX-License-Identifier: Apache-2.0 */
/** @file classify.h From a picture to its classes. */
#ifndef CLASSIFY_H
#define CLASSIFY_H

#include "p2vit.h"
#include "picture_file.h"

/**
 * Runs the network that was loaded on a picture and prints the five best classes with their probabilities and names.
 *
 * @param memory begins with the image, and has room behind it for an input and an output
 * @param name of the picture, for people
 * @return 0, or an error of the driver or the accelerator
 */
int classify(struct p2vit *device, const struct p2vit_image *image, const struct p2vit_memory *memory, const char *name,
             const struct picture *picture);

#endif
