/* SPDX-License-Identifier: Apache-2.0 */
#include "p2vit_image.h"

#include "p2vit_registers.h"

#define MAGIC 0x49563250u /* "P2VI" */
#define FILE_VERSION 1u
#define PAGE 4096u
#define CHECKSUM_BYTES 4u

/** True where `count` pieces of `bytes` from `offset` lie on a page boundary between the header and the checksum. */
static int inside(const struct p2vit_image *image, uint32_t offset, uint32_t count, uint32_t bytes) {
    uint64_t end = image->bytes - CHECKSUM_BYTES;
    return offset % PAGE == 0 && offset >= PAGE && offset <= end && (uint64_t)count * bytes <= end - offset;
}

int p2vit_image_open(struct p2vit_image *image, const void *data, size_t bytes) {
    if (bytes < PAGE || p2vit_word(data, 0) != MAGIC) {
        return P2VIT_E_MAGIC;
    }
    if (p2vit_word(data, 1) != FILE_VERSION) {
        return P2VIT_E_FORMAT;
    }
    image->bytes = p2vit_word(data, 2);
    image->config_hash = p2vit_word(data, 3);
    image->format_version = p2vit_word(data, 4);
    image->commands = p2vit_word(data, 5);
    image->loop_commands = p2vit_word(data, 6);
    image->cases = p2vit_word(data, 7);
    image->classes = p2vit_word(data, 8);
    image->exponent = (int32_t)p2vit_word(data, 9);
    image->input_bytes = p2vit_word(data, 10);
    image->output_bytes = p2vit_word(data, 11);
    image->program = p2vit_word(data, 12);
    image->constants = p2vit_word(data, 13);
    image->constants_bytes = p2vit_word(data, 14);
    image->inputs = p2vit_word(data, 15);
    image->expected = p2vit_word(data, 16);
    if (bytes < image->bytes) {
        return P2VIT_E_TRUNCATED;
    }
    if (image->bytes < PAGE || image->bytes % 4 != 0 || image->commands > UINT32_MAX - image->loop_commands
        || !inside(image, image->program, image->commands + image->loop_commands, P2VIT_COMMAND_BYTES)
        || !inside(image, image->constants, 1, image->constants_bytes)
        || !inside(image, image->inputs, image->cases, image->input_bytes)
        || !inside(image, image->expected, image->cases, image->output_bytes) || image->input_bytes == 0 || image->output_bytes == 0
        || image->classes > image->output_bytes / 4) {
        return P2VIT_E_LAYOUT;
    }
    if (p2vit_crc32(data, image->bytes - CHECKSUM_BYTES) != p2vit_word(data, image->bytes / 4 - 1)) {
        return P2VIT_E_CHECKSUM;
    }
    return P2VIT_OK;
}
