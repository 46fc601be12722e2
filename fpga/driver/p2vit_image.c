/* SPDX-License-Identifier: Apache-2.0 */
#include "p2vit_image.h"

/** Whether a section lies on a page boundary between the header and the checksum. */
static int inside(const struct p2vit_image *image, uint32_t offset, uint64_t bytes) {
    uint32_t end = image->bytes - P2VIT_IMAGE_CHECKSUM_BYTES;
    return offset % P2VIT_IMAGE_PAGE == 0 && offset >= P2VIT_IMAGE_PAGE && offset <= end && bytes <= end - offset;
}

/** Whether the words contradict neither each other nor the size that they state. */
static int consistent(const struct p2vit_image *image) {
#define AND_INSIDE(offset, bytes) && inside(image, offset, bytes)
    return image->bytes >= P2VIT_IMAGE_PAGE && image->bytes % 4 == 0 P2VIT_IMAGE_SECTIONS(AND_INSIDE)
           && image->input_bytes > 0 && image->output_bytes > 0 && image->classes <= image->output_bytes / 4;
#undef AND_INSIDE
}

int p2vit_image_open(struct p2vit_image *image, const void *data, size_t bytes) {
    if (!image || !data) {
        return P2VIT_E_ARGUMENT;
    }
    if (bytes < P2VIT_IMAGE_PAGE) {
        return P2VIT_E_MAGIC;
    }
#define TAKE(word, type, member) image->member = (type)p2vit_word(data, word);
    P2VIT_IMAGE_WORDS(TAKE)
#undef TAKE
    if (image->magic != P2VIT_IMAGE_MAGIC) {
        return P2VIT_E_MAGIC;
    }
    if (image->version != P2VIT_IMAGE_VERSION) {
        return P2VIT_E_FORMAT;
    }
    if (bytes < image->bytes) {
        return P2VIT_E_TRUNCATED;
    }
    if (!consistent(image)) {
        return P2VIT_E_LAYOUT;
    }
    if (p2vit_crc32(data, image->bytes - P2VIT_IMAGE_CHECKSUM_BYTES) != p2vit_word(data, image->bytes / 4 - 1)) {
        return P2VIT_E_CHECKSUM;
    }
    return P2VIT_OK;
}
