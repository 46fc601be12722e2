/* SPDX-License-Identifier: Apache-2.0 */
#include "picture_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef P2VIT_JPEG
#include <setjmp.h>
/* Behind stdio.h, which it needs. */
#include <jpeglib.h>
#endif

#include "p2vit_picture.h"

#define RGB 3u

static int refuse(const char *path, const char *why) {
    fprintf(stderr, "%s: %s\n", path, why);
    return -1;
}

/** Memory for a picture of a size that a picture may have. */
static int allocate(const char *path, struct picture *picture) {
    if (picture->width < 1 || picture->height < 1 || picture->width > P2VIT_PICTURE_SIDE || picture->height > P2VIT_PICTURE_SIDE
        || (uint64_t)picture->width * picture->height > P2VIT_PICTURE_PIXELS) {
        fprintf(stderr, "%s: %" PRIu32 "x%" PRIu32 " pixels; each side may have 1 to %u, the whole at most %u\n", path,
                picture->width, picture->height, P2VIT_PICTURE_SIDE, P2VIT_PICTURE_PIXELS);
        return -1;
    }
    picture->rgb = malloc((size_t)picture->width * picture->height * RGB);
    return picture->rgb ? 0 : refuse(path, "there is no memory left for the picture");
}

/** A number of a PPM's header, behind white space and comments, and the one character behind it; 0 if there is none, or too large. */
static uint32_t header_number(FILE *file) {
    uint32_t value = 0;
    int next = fgetc(file);
    while (next == '#' || next == ' ' || (next >= '\t' && next <= '\r')) {
        while (next == '#' && (next = fgetc(file)) != '\n' && next != EOF) {
            next = '#';
        }
        next = fgetc(file);
    }
    while (next >= '0' && next <= '9' && value <= P2VIT_PICTURE_SIDE) {
        value = 10 * value + (uint32_t)(next - '0');
        next = fgetc(file);
    }
    return next == ' ' || (next >= '\t' && next <= '\r') ? value : 0;
}

/** Gray samples at the start of memory become pixels. */
static void spread(struct picture *picture) {
    size_t i = (size_t)picture->width * picture->height;
    while (i-- > 0) {
        memset(picture->rgb + RGB * i, picture->rgb[i], RGB);
    }
}

static int read_ppm(const char *path, FILE *file, int gray, struct picture *picture) {
    size_t bytes;
    picture->width = header_number(file);
    picture->height = header_number(file);
    if (header_number(file) != 255) {
        return refuse(path, "not a PPM of 8 bits: its header is damaged or its greatest value is not 255");
    }
    if (allocate(path, picture) != 0) {
        return -1;
    }
    bytes = (size_t)picture->width * picture->height * (gray ? 1 : RGB);
    if (fread(picture->rgb, 1, bytes, file) != bytes) {
        return refuse(path, "the picture is cut short");
    }
    if (fgetc(file) != EOF) {
        return refuse(path, "there is more behind the picture; give one picture");
    }
    if (gray) {
        spread(picture);
    }
    return 0;
}

#ifdef P2VIT_JPEG
struct jpeg_failure {
    struct jpeg_error_mgr manager;
    jmp_buf out;
};

/** The library's way to fail: it never comes back from here. */
static void jpeg_fail(j_common_ptr info) {
    struct jpeg_failure *failure = (struct jpeg_failure *)info->err;
    longjmp(failure->out, 1);
}

/** Warnings are counted; a picture with one is refused. */
static void jpeg_say_nothing(j_common_ptr info) { (void)info; }

static int read_jpeg(const char *path, FILE *file, struct picture *picture) {
    struct jpeg_decompress_struct info;
    struct jpeg_failure failure;
    long warnings;
    info.err = jpeg_std_error(&failure.manager);
    failure.manager.error_exit = jpeg_fail;
    failure.manager.output_message = jpeg_say_nothing;
    if (setjmp(failure.out)) {
        char why[JMSG_LENGTH_MAX];
        failure.manager.format_message((j_common_ptr)&info, why);
        jpeg_destroy_decompress(&info);
        return refuse(path, why);
    }
    jpeg_create_decompress(&info);
    jpeg_stdio_src(&info, file);
    (void)jpeg_read_header(&info, TRUE);
    info.out_color_space = JCS_RGB;
    picture->width = info.image_width;
    picture->height = info.image_height;
    if (allocate(path, picture) != 0) {
        jpeg_destroy_decompress(&info);
        return -1;
    }
    (void)jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
        JSAMPROW row = picture->rgb + (size_t)info.output_scanline * picture->width * RGB;
        (void)jpeg_read_scanlines(&info, &row, 1);
    }
    (void)jpeg_finish_decompress(&info);
    warnings = failure.manager.num_warnings;
    jpeg_destroy_decompress(&info);
    return warnings == 0 ? 0 : refuse(path, "the JPEG is damaged or cut short");
}
#else
static int read_jpeg(const char *path, FILE *file, struct picture *picture) {
    (void)file;
    picture->rgb = NULL;
    return refuse(path, "a JPEG; this program was made without libjpeg: convert it to PPM, or make the program with JPEG=yes");
}
#endif

static int read_kind(const char *path, FILE *file, int exif_rotation, struct picture *picture) {
    int first = fgetc(file), second = fgetc(file);
    if (first == 'P' && (second == '5' || second == '6')) {
        return read_ppm(path, file, second == '5', picture);
    }
    if (first != 0xff || second != 0xd8) {
        return refuse(path, "neither a PPM (P6), a PGM (P5) nor a JPEG; convert it to PPM");
    }
    if (exif_rotation) {
        return refuse(path, "the network wants a JPEG turned as its EXIF orientation says; turn it and convert it to PPM");
    }
    rewind(file);
    return read_jpeg(path, file, picture);
}

int picture_read(const char *path, int exif_rotation, struct picture *picture) {
    FILE *file = fopen(path, "rb");
    int status;
    picture->rgb = NULL;
    if (!file) {
        perror(path);
        return -1;
    }
    status = read_kind(path, file, exif_rotation, picture);
    fclose(file);
    if (status != 0) {
        free(picture->rgb);
        picture->rgb = NULL;
    }
    return status;
}
