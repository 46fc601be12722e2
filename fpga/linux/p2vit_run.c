/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file p2vit_run.c
 * Drives an accelerator: `p2vit-run NETWORK [POLLS]` replays the cases of a program image, `p2vit-run NETWORK [POLLS] PICTURE...` runs
 * its network on pictures. Exit status 0 when every logit is equal or every picture was classified, 1 when not or when something
 * went wrong, 2 for a wrong call. An argument of digits alone is POLLS; a picture of such a name is ./1.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classify.h"
#include "p2vit_image.h"
#include "p2vit_selftest.h"
#include "platform.h"

static int fail(int status) {
    fprintf(stderr, "p2vit-run: error %d: %s\n", status, p2vit_message(status));
    return EXIT_FAILURE;
}

/** Reads a file to the start of the memory. */
static int read_file(const char *path, const struct p2vit_memory *memory, size_t *bytes) {
    FILE *file = fopen(path, "rb");
    int more;
    if (!file) {
        perror(path);
        return -1;
    }
    *bytes = fread(memory->data, 1, memory->bytes, file);
    more = *bytes == memory->bytes && fgetc(file) != EOF;
    fclose(file);
    if (more) {
        fprintf(stderr, "%s: larger than the memory of %zu bytes\n", path, memory->bytes);
        return -1;
    }
    return 0;
}

static void print(const struct p2vit_image *image, const struct p2vit_memory *output, const struct p2vit_result *result) {
    uint32_t i;
    for (i = 0; i < image->cases; i++) {
        const unsigned char *logits = (const unsigned char *)output->data + (size_t)i * image->output_bytes;
        printf("case %" PRIu32 ": class %" PRIu32 "\n", i, p2vit_class(logits, image->classes));
    }
    printf("%" PRIu32 " cases, %" PRIu64 " cycles, %" PRIu64 " logits compared, %" PRIu64 " different\n", image->cases,
           result->cycles, result->compared, result->mismatches);
    if (result->mismatches > 0) {
        printf("  first in case %" PRIu32 ", class %" PRIu32 ": expected %" PRId32 ", got %" PRId32 "\n", result->first_case,
               result->first_class, result->expected, result->got);
    }
}

static int replay(struct p2vit *device, const struct p2vit_image *image, const struct p2vit_memory *memory) {
    size_t behind = ((size_t)image->bytes + P2VIT_IMAGE_PAGE - 1) / P2VIT_IMAGE_PAGE * P2VIT_IMAGE_PAGE;
    struct p2vit_memory output;
    struct p2vit_result result;
    int status;
    if (behind > memory->bytes) {
        return P2VIT_E_MEMORY;
    }
    output.data = (unsigned char *)memory->data + behind;
    output.address = memory->address + behind;
    output.bytes = memory->bytes - behind;
    status = p2vit_selftest(device, image, memory, &output, &result);
    if (status == P2VIT_OK || status == P2VIT_E_MISMATCH) {
        print(image, &output, &result);
    } else if (status > 0) {
        fprintf(stderr, "register ERROR is 0x%08" PRIx32 "\n", device->error);
    }
    return status;
}

/** Classifies every picture, up to one that fails. */
static int show(struct p2vit *device, const struct p2vit_image *image, const struct p2vit_memory *memory, char **paths) {
    int status = P2VIT_OK;
    for (; *paths && status == P2VIT_OK; paths++) {
        struct picture picture;
        if (picture_read(*paths, image->exif_rotation != 0, &picture) != 0) {
            exit(EXIT_FAILURE);
        }
        status = classify(device, image, memory, *paths, &picture);
        free(picture.rgb);
    }
    if (status > 0) {
        fprintf(stderr, "register ERROR is 0x%08" PRIx32 "\n", device->error);
    }
    return status;
}

int main(int argc, char **argv) {
    struct p2vit device;
    struct p2vit_image image;
    struct p2vit_memory memory;
    void *registers;
    size_t bytes;
    int counted = argc > 2 && argv[2][0] != '\0' && argv[2][strspn(argv[2], "0123456789")] == '\0';
    unsigned long polls = counted ? strtoul(argv[2], NULL, 10) : PLATFORM_POLLS;
    char **pictures = argv + (counted ? 3 : 2);
    int status;
    if (argc < 2 || polls == 0 || polls > UINT32_MAX) {
        fputs("usage: p2vit-run NETWORK [POLLS] [PICTURE...], POLLS from 1 to 4294967295\n", stderr);
        return 2;
    }
    if (platform_open(&registers, &memory) != 0 || read_file(argv[1], &memory, &bytes) != 0) {
        return EXIT_FAILURE;
    }
    status = p2vit_image_open(&image, memory.data, bytes);
    if (status == P2VIT_OK) {
        status = p2vit_init(&device, registers, image.config_hash, (uint32_t)polls);
    }
    if (status == P2VIT_OK) {
        status = p2vit_interrupt(&device, 1);
    }
    if (status == P2VIT_OK) {
        status = p2vit_load(&device, &image, &memory);
    }
    if (status == P2VIT_OK) {
        status = *pictures ? show(&device, &image, &memory, pictures) : replay(&device, &image, &memory);
    }
    return status == P2VIT_OK ? EXIT_SUCCESS : fail(status);
}
