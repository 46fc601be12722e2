/* SPDX-License-Identifier: Apache-2.0
 * Prints every row of every tensor of one inference, the image being its input. */
#define P2VIT_DECLARATIONS
#include "network.c"

#include <stdio.h>

void p2vit_tap(const char *tensor, int block, const void *values, int bytes, int count) {
    printf(block < 0 ? "%.0d%s" : "blocks.%d.%s", block < 0 ? 0 : block, tensor);
    for (int i = 0; i < count; i++) {
        printf(" %ld", bytes == 1   ? (long)((const int8_t *)values)[i]
                       : bytes == 2 ? (long)((const int16_t *)values)[i]
                                    : (long)((const int32_t *)values)[i]);
    }
    printf("\n");
}

int main(void) {
    static int8_t patches[P2VIT_PATCHES * P2VIT_PATCH_DEPTH];
    static int32_t logits[P2VIT_CLASSES];
    if (fread(patches, 1, sizeof patches, stdin) != sizeof patches || p2vit_infer(0, logits) != -1) {
        return 1;
    }
    printf("class %d\n", (p2vit_infer(patches, logits), p2vit_class(logits)));
    return 0;
}
