/* SPDX-License-Identifier: Apache-2.0 */
/** @file image_fuzz.c A program image from anybody through all that the driver does with one; what libFuzzer calls. */
#include <stdlib.h>
#include <string.h>

#include "p2vit_answer.h"
#include "p2vit_image.h"
#include "p2vit_picture.h"
#include "p2vit_port.h"
#include "p2vit_registers.h"
#include "p2vit_selftest.h"

/** No search for leaks: the driver allocates nothing, and the search fails where a process may not trace another. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "detect_leaks=0";
}

#define MOST_ROOM (1u << 20)
#define MOST_LABELS 64u

static uint32_t config_hash;

uint32_t fuzz_read(uint32_t offset) {
    switch (offset) {
    case P2VIT_ID_OFFSET:
        return P2VIT_ID_VALUE;
    case P2VIT_VERSION_OFFSET:
        return P2VIT_VERSION_VALUE;
    case P2VIT_CONFIG_HASH_OFFSET:
        return config_hash;
    case P2VIT_CTRL_OFFSET:
        return P2VIT_CTRL_IDLE_MASK;
    default:
        return 0;
    }
}

static void put(unsigned char *data, size_t at, uint32_t word) {
    int i;
    for (i = 0; i < 4; i++) {
        data[at + (size_t)i] = (unsigned char)(word >> 8 * i);
    }
}

/** The checksum behind a part, if the part lies in the file. */
static void seal(unsigned char *data, size_t size, uint64_t begin, uint64_t bytes) {
    if (bytes >= 4 && begin <= size && bytes <= size - begin) {
        put(data, (size_t)(begin + bytes - 4), p2vit_crc32(data + begin, (size_t)bytes - 4));
    }
}

/** A picture of a size through what the image says of pictures, in exactly the memory that this asks for. */
static void prepare(const struct p2vit_image *image, const struct p2vit_memory *memory, uint32_t width, uint32_t height) {
    struct p2vit_memory input = {NULL, 0, image->input_bytes};
    uint64_t bytes;
    unsigned char *rgb, *room;
    if (p2vit_picture_room(image, width, height, &bytes) != P2VIT_OK || bytes > MOST_ROOM || input.bytes > MOST_ROOM) {
        return;
    }
    rgb = calloc((size_t)width * height, 3);
    room = malloc((size_t)bytes);
    input.data = malloc(input.bytes);
    if (rgb && room && input.data && p2vit_picture(image, memory, rgb, width, height, room, (size_t)bytes, &input) != P2VIT_OK) {
        abort(); /* what there is room for, can be prepared */
    }
    free(rgb);
    free(room);
    free(input.data);
}

/** Every name, read to its end. */
static void read_labels(const struct p2vit_image *image, const struct p2vit_memory *memory) {
    static volatile char read;
    uint32_t i, j, bytes;
    for (i = 0; i <= image->classes && i < MOST_LABELS; i++) {
        const char *name = p2vit_label(image, memory, i, &bytes);
        for (j = 0; name && j < bytes; j++) {
            read = name[j];
        }
    }
    (void)read;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    struct p2vit device;
    struct p2vit_image image;
    struct p2vit_memory memory, output;
    struct p2vit_result result;
    unsigned char *data = malloc(size > 0 ? size : 1);
    if (!data) {
        return 0;
    }
    memcpy(data, input, size);
    if (size >= P2VIT_IMAGE_PAGE) {
        /* No fuzzer finds a checksum: those of both parts of the program, then that of all. */
        uint64_t first = (uint64_t)p2vit_word(data, 5) * P2VIT_COMMAND_BYTES;
        uint64_t loop = (uint64_t)p2vit_word(data, 6) * P2VIT_COMMAND_BYTES;
        uint64_t program = p2vit_word(data, 12);
        seal(data, size, program, first);
        seal(data, size, program + first, loop);
        seal(data, size, 0, p2vit_word(data, 2));
    }
    if (p2vit_image_open(&image, data, size) == P2VIT_OK) {
        config_hash = image.config_hash;
        memory.data = data;
        memory.address = 0x80000000u;
        memory.bytes = size;
        read_labels(&image, &memory);
        prepare(&image, &memory, 7, 5);
        prepare(&image, &memory, image.image_width % 100 + 1, image.image_height % 100 + 1);
        output.bytes = (size_t)image.cases * image.output_bytes;
        output.address = memory.address;
        output.data = malloc(output.bytes > 0 ? output.bytes : 1);
        if (output.data && p2vit_init(&device, data, image.config_hash, 2) == P2VIT_OK
            && p2vit_load(&device, &image, &memory) == P2VIT_OK) {
            int status = p2vit_selftest(&device, &image, &memory, &output, &result);
            if (status == P2VIT_OK || status == P2VIT_E_MISMATCH) {
                (void)p2vit_class(output.data, image.cases > 0 ? image.classes : 0);
            }
        }
        free(output.data);
    }
    free(data);
    return 0;
}
