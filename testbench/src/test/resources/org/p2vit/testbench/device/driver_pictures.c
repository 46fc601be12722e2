/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file driver_pictures.c
 * Inputs of pictures by the C driver. Standard input: program images, each behind its bytes and before the number of its pictures;
 * a picture is width, height and RGB. Standard output: for each picture a status and, if that is 0, the input. Numbers are 32-bit
 * little-endian.
 */
#include <stdio.h>
#include <stdlib.h>

#include "p2vit_image.h"
#include "p2vit_picture.h"

static int more(void *data, size_t bytes) { return fread(data, 1, bytes, stdin) == bytes; }

static uint32_t number(void) {
    unsigned char bytes[4];
    if (!more(bytes, sizeof bytes)) {
        exit(3);
    }
    return p2vit_word(bytes, 0);
}

static void *block(size_t bytes) {
    void *data = malloc(bytes);
    if (!data) {
        exit(4);
    }
    return data;
}

static void answer(const struct p2vit_image *image, const struct p2vit_memory *memory) {
    struct p2vit_memory input = {NULL, 0, image->input_bytes};
    uint32_t width = number(), height = number();
    size_t bytes = (size_t)width * height * 3;
    unsigned char *rgb = block(bytes), *room = NULL, said[4];
    uint64_t needed;
    int i, status;
    if (!more(rgb, bytes)) {
        exit(5);
    }
    status = p2vit_picture_room(image, width, height, &needed);
    input.data = block(input.bytes);
    if (status == P2VIT_OK) {
        room = block((size_t)needed);
        status = p2vit_picture(image, memory, rgb, width, height, room, (size_t)needed, &input);
    }
    for (i = 0; i < 4; i++) {
        said[i] = (unsigned char)((uint32_t)status >> 8 * i);
    }
    fwrite(said, 1, sizeof said, stdout);
    fwrite(input.data, 1, status == P2VIT_OK ? input.bytes : 0, stdout);
    free(rgb);
    free(room);
    free(input.data);
}

int main(void) {
    unsigned char size[4];
    while (more(size, sizeof size)) {
        struct p2vit_image image;
        struct p2vit_memory memory;
        uint32_t pictures;
        memory.bytes = p2vit_word(size, 0);
        memory.data = block(memory.bytes);
        memory.address = 0;
        if (!more(memory.data, memory.bytes) || p2vit_image_open(&image, memory.data, memory.bytes) != P2VIT_OK) {
            return 2;
        }
        for (pictures = number(); pictures > 0; pictures--) {
            answer(&image, &memory);
        }
        free(memory.data);
    }
    return 0;
}
