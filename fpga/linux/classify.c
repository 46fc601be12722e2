/* SPDX-License-Identifier: Apache-2.0 */
#include "classify.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "p2vit_answer.h"
#include "p2vit_image.h"
#include "p2vit_picture.h"

#define BEST 5

/** What comes behind so many bytes, from the next page on. */
static int behind(const struct p2vit_memory *memory, size_t bytes, struct p2vit_memory *rest) {
    size_t begin = (bytes + P2VIT_IMAGE_PAGE - 1) / P2VIT_IMAGE_PAGE * P2VIT_IMAGE_PAGE;
    if (begin > memory->bytes) {
        return P2VIT_E_MEMORY;
    }
    rest->data = (unsigned char *)memory->data + begin;
    rest->address = memory->address + begin;
    rest->bytes = memory->bytes - begin;
    return P2VIT_OK;
}

/** A name, its control characters as question marks. */
static void print_name(const char *name, uint32_t bytes) {
    uint32_t i;
    fputs(", ", stdout);
    for (i = 0; i < bytes; i++) {
        putchar((unsigned char)name[i] < ' ' || name[i] == 0x7f ? '?' : name[i]);
    }
}

/** The softmax of all logits, shown for the best. */
static void print_best(const struct p2vit_image *image, const struct p2vit_memory *memory, const void *logits) {
    uint32_t best[BEST], i, count = p2vit_best(logits, image->classes, best, BEST);
    double sum = 0;
    for (i = 0; i < image->classes; i++) {
        sum += exp(ldexp((double)p2vit_logit(logits, i) - p2vit_logit(logits, best[0]), image->exponent));
    }
    for (i = 0; i < count; i++) {
        double share = exp(ldexp((double)p2vit_logit(logits, best[i]) - p2vit_logit(logits, best[0]), image->exponent)) / sum;
        uint32_t bytes = 0;
        const char *name = p2vit_label(image, memory, best[i], &bytes);
        printf("  %5.1f %%  class %" PRIu32, 100 * share, best[i]);
        if (name && bytes > 0) {
            print_name(name, bytes);
        }
        putchar('\n');
    }
}

static int prepare(const struct p2vit_image *image, const struct p2vit_memory *memory, const struct picture *picture,
                   const struct p2vit_memory *input) {
    uint64_t bytes;
    void *room;
    int status = p2vit_picture_room(image, picture->width, picture->height, &bytes);
    if (status != P2VIT_OK) {
        return status;
    }
    room = bytes <= SIZE_MAX / 2 ? malloc((size_t)bytes) : NULL;
    if (!room) {
        return P2VIT_E_MEMORY;
    }
    status = p2vit_picture(image, memory, picture->rgb, picture->width, picture->height, room, (size_t)bytes, input);
    free(room);
    return status;
}

int classify(struct p2vit *device, const struct p2vit_image *image, const struct p2vit_memory *memory, const char *name,
             const struct picture *picture) {
    struct p2vit_memory input, output;
    int status = behind(memory, image->bytes, &input);
    if (status == P2VIT_OK) {
        status = prepare(image, memory, picture, &input);
    }
    if (status == P2VIT_OK) {
        status = behind(&input, image->input_bytes, &output);
    }
    if (status == P2VIT_OK) {
        status = p2vit_run(device, &input, &output, 1);
    }
    if (status == P2VIT_OK) {
        printf("%s: %" PRIu32 "x%" PRIu32 " pixels, %" PRIu64 " cycles\n", name, picture->width, picture->height, p2vit_cycles(device));
        print_best(image, memory, output.data);
    } else {
        fprintf(stderr, "%s: %" PRIu32 "x%" PRIu32 " pixels\n", name, picture->width, picture->height);
    }
    return status;
}
