/* SPDX-License-Identifier: Apache-2.0 */
/** @file picture_file.h Pictures from files: PPM and PGM of 8 bits, and JPEG where the program was made with JPEG=yes. */
#ifndef PICTURE_FILE_H
#define PICTURE_FILE_H

#include <stdint.h>

/** Red, green, blue of each pixel, rows from the top; freed by whoever had it read. */
struct picture {
    unsigned char *rgb;
    uint32_t width;
    uint32_t height;
};

/**
 * Reads a file.
 *
 * @param exif_rotation whether the network wants a JPEG turned as its EXIF orientation says, which is refused
 * @return 0, or else what went wrong has been said on standard error
 */
int picture_read(const char *path, int exif_rotation, struct picture *picture);

#endif
