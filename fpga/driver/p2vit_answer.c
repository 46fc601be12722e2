/* SPDX-License-Identifier: Apache-2.0 */
#include "p2vit_answer.h"

#include "p2vit_image.h"

/* Without relying on how the compiler converts. */
int32_t p2vit_logit(const void *logits, size_t index) {
    uint32_t word = p2vit_word(logits, index);
    return word <= INT32_MAX ? (int32_t)word : -(int32_t)(UINT32_MAX - word) - 1;
}

/** Whether a class comes before another. */
static int before(const void *logits, uint32_t a, uint32_t b) {
    int32_t of_a = p2vit_logit(logits, a), of_b = p2vit_logit(logits, b);
    return of_a > of_b || (of_a == of_b && a < b);
}

uint32_t p2vit_best(const void *logits, uint32_t classes, uint32_t *best, uint32_t most) {
    uint32_t found, i;
    if (!logits || !best) {
        return 0;
    }
    for (found = 0; found < most && found < classes; found++) {
        uint32_t next = classes;
        for (i = 0; i < classes; i++) {
            if ((found == 0 || before(logits, best[found - 1], i)) && (next == classes || before(logits, i, next))) {
                next = i;
            }
        }
        best[found] = next;
    }
    return found;
}

const char *p2vit_label(const struct p2vit_image *image, const struct p2vit_memory *memory, uint32_t index, uint32_t *bytes) {
    const unsigned char *labels;
    uint32_t begin, end;
    if (!image || !memory || !memory->data || !bytes || index >= image->classes || memory->bytes < image->bytes
        || image->labels_bytes / 4 <= image->classes) {
        return NULL;
    }
    labels = (const unsigned char *)memory->data + image->labels;
    begin = p2vit_word(labels, index);
    end = p2vit_word(labels, (size_t)index + 1);
    if (begin > end || end > image->labels_bytes) {
        return NULL;
    }
    *bytes = end - begin;
    return (const char *)labels + begin;
}
