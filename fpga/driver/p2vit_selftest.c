/* SPDX-License-Identifier: Apache-2.0 */
#include "p2vit_selftest.h"

#include "p2vit_answer.h"
#include "p2vit_image.h"

uint32_t p2vit_class(const void *logits, uint32_t classes) {
    uint32_t best = 0;
    uint32_t i;
    if (!logits) {
        return classes;
    }
    for (i = 1; i < classes; i++) {
        if (p2vit_logit(logits, i) > p2vit_logit(logits, best)) {
            best = i;
        }
    }
    return best;
}

/** Logits of an earlier run must not pass for those of this one. */
static void spoil(unsigned char *output, const unsigned char *expected, size_t bytes) {
    size_t i;
    for (i = 0; i < bytes; i++) {
        output[i] = (unsigned char)~expected[i];
    }
}

static void compare(const struct p2vit_image *image, uint32_t index, const unsigned char *expected,
                    const unsigned char *output, struct p2vit_result *result) {
    uint32_t i;
    for (i = 0; i < image->classes; i++) {
        result->compared++;
        if (p2vit_logit(output, i) != p2vit_logit(expected, i) && result->mismatches++ == 0) {
            result->first_case = index;
            result->first_class = i;
            result->expected = p2vit_logit(expected, i);
            result->got = p2vit_logit(output, i);
        }
    }
}

static struct p2vit_memory part(const struct p2vit_memory *memory, size_t offset) {
    struct p2vit_memory rest;
    rest.data = (unsigned char *)memory->data + offset;
    rest.address = memory->address + offset;
    rest.bytes = memory->bytes - offset;
    return rest;
}

int p2vit_selftest(struct p2vit *device, const struct p2vit_image *image, const struct p2vit_memory *memory,
                   const struct p2vit_memory *output, struct p2vit_result *result) {
    const struct p2vit_result nothing = {0, 0, 0, 0, 0, 0, 0};
    const unsigned char *expected;
    unsigned char *logits;
    uint32_t at_once, i;
    if (!device || !image || !memory || !memory->data || !output || !output->data || !result) {
        return P2VIT_E_ARGUMENT;
    }
    expected = (const unsigned char *)memory->data + image->expected;
    logits = (unsigned char *)output->data;
    at_once = image->loop_commands > 0 ? image->cases : 1;
    *result = nothing;
    if (memory->bytes < image->bytes || output->bytes / image->output_bytes < image->cases) {
        return P2VIT_E_MEMORY;
    }
    spoil(logits, expected, (size_t)image->cases * image->output_bytes);
    for (i = 0; i < image->cases; i += at_once) {
        struct p2vit_memory in = part(memory, image->inputs + (size_t)i * image->input_bytes);
        struct p2vit_memory out = part(output, (size_t)i * image->output_bytes);
        int status = p2vit_run(device, &in, &out, at_once);
        if (status != P2VIT_OK) {
            return status;
        }
        result->cycles += p2vit_cycles(device);
    }
    for (i = 0; i < image->cases; i++) {
        size_t offset = (size_t)i * image->output_bytes;
        compare(image, i, expected + offset, logits + offset, result);
    }
    return result->mismatches == 0 && result->compared > 0 ? P2VIT_OK : P2VIT_E_MISMATCH;
}
