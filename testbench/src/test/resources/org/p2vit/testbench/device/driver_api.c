/* SPDX-License-Identifier: Apache-2.0 */
/* What p2vit-run does not do with the driver; prints the first line that finds something else than it expects. */
#include <stdio.h>
#include <string.h>

#include "p2vit_image.h"
#include "p2vit_registers.h"
#include "p2vit_selftest.h"
#include "platform.h"

#define EXPECT(condition)                                  \
    do {                                                   \
        if (!(condition)) {                                \
            printf("line %d: %s\n", __LINE__, #condition); \
            return 1;                                      \
        }                                                  \
    } while (0)

int main(int argc, char **argv) {
    struct p2vit device;
    struct p2vit_image image, single;
    struct p2vit_memory memory, input, both, output, odd;
    void *registers;
    FILE *file;
    EXPECT(argc == 2 && platform_open(&registers, &memory) == 0);
    file = fopen(argv[1], "rb");
    EXPECT(file && fread(memory.data, 1, memory.bytes, file) > 0 && fclose(file) == 0);
    EXPECT(p2vit_image_open(&image, memory.data, memory.bytes) == P2VIT_OK && image.cases == 2);
    EXPECT(image.config_hash == P2VIT_CONFIG_HASH_VALUE);
    input.data = (unsigned char *)memory.data + image.inputs + image.input_bytes;
    input.address = memory.address + image.inputs + image.input_bytes;
    input.bytes = image.input_bytes;
    both = memory;
    both.data = (unsigned char *)memory.data + image.inputs;
    both.address += image.inputs;
    output = memory;
    output.data = (unsigned char *)memory.data + memory.bytes / 2;
    output.address += memory.bytes / 2;
    output.bytes = image.output_bytes;

    EXPECT(p2vit_init(&device, registers, P2VIT_CONFIG_HASH_VALUE, PLATFORM_POLLS) == P2VIT_OK);
    EXPECT(p2vit_run(&device, &input, &output, 1) == P2VIT_E_ORDER);
    odd = memory;
    odd.address += 64;
    EXPECT(p2vit_load(&device, &image, &odd) == P2VIT_E_MEMORY);
    odd = memory;
    odd.bytes = image.bytes - 1;
    EXPECT(p2vit_load(&device, &image, &odd) == P2VIT_E_MEMORY);
    EXPECT(p2vit_load(&device, &image, &memory) == P2VIT_OK);
    odd = input;
    odd.address += P2VIT_DRAM_WORD_BYTES / 2;
    EXPECT(p2vit_start(&device, &odd, &output, 1) == P2VIT_E_MEMORY);
    odd = output;
    odd.address += P2VIT_DRAM_WORD_BYTES / 2;
    EXPECT(p2vit_start(&device, &input, &odd, 1) == P2VIT_E_MEMORY);
    EXPECT(p2vit_start(&device, &input, &output, 0) == P2VIT_E_MEMORY);
    EXPECT(p2vit_start(&device, &input, &output, 2) == P2VIT_E_MEMORY);

    /* The second case alone, without the interrupt. */
    memset(output.data, 0x55, output.bytes);
    EXPECT(p2vit_run(&device, &input, &output, 1) == P2VIT_OK);
    EXPECT(p2vit_cycles(&device) > 0);
    EXPECT(memcmp(output.data, (unsigned char *)memory.data + image.expected + image.output_bytes, 4 * image.classes) == 0);

    EXPECT(p2vit_start(&device, &input, &output, 1) == P2VIT_OK);
    EXPECT(p2vit_start(&device, &input, &output, 1) == P2VIT_E_BUSY);
    EXPECT(p2vit_load(&device, &image, &memory) == P2VIT_E_BUSY);
    EXPECT(p2vit_abort(&device) == P2VIT_OK);
    EXPECT(p2vit_wait(&device, &output) == P2VIT_ERROR_ABORTED);

    /* Commands for one image only, and two images. */
    single = image;
    single.loop_commands = 0;
    output.bytes = (size_t)2 * image.output_bytes;
    EXPECT(p2vit_load(&device, &single, &memory) == P2VIT_OK);
    EXPECT(p2vit_run(&device, &both, &output, 2) == P2VIT_ERROR_ILLEGAL_IMAGES);
    EXPECT(strcmp(p2vit_message(P2VIT_ERROR_ABORTED), p2vit_message(P2VIT_ERROR_NONE)) != 0);
    EXPECT(p2vit_run(&device, &input, &output, 1) == P2VIT_OK);
    puts("as expected");
    return 0;
}
