/* SPDX-License-Identifier: Apache-2.0
 *
 * The integer network of a quantized Vision Transformer, bit for bit: from int8 patches to int32 logits. Paragraphs (§) are those of
 * the numeric contract of p2vit, quant-golden/doc/arithmetic.md.
 *
 * C99 with an int of at least 32 bits and nothing else: no library call, no heap, no floating point, no implementation-defined shift.
 * All memory is static, so one inference runs at a time.
 *
 *     P2VIT_DECLARATIONS  defined: this file is its own header, and declares only.
 *     P2VIT_TAP           defined: every row of every tensor is handed to p2vit_tap, which the user writes.
 *     P2VIT_MAIN          defined: a program that reads patches of images from its input and prints a line of logits for each.
 */
#ifndef P2VIT_MODEL
#define P2VIT_MODEL

#include <stdint.h>

#include "p2vit_shape.h" /* replaced by the sizes of the network */

#ifdef __cplusplus
extern "C" {
#endif

/* One inference.
 *   patches  P2VIT_PATCHES rows of P2VIT_PATCH_DEPTH codes (§7.1); patches in raster order, in each (channel, row, column)
 *   logits   P2VIT_CLASSES sums at the exponent P2VIT_LOGIT_EXPONENT (§8)
 * Returns 0, or -1 if a pointer is null. */
int p2vit_infer(const int8_t *patches, int32_t *logits);

/* The class: the index of the greatest logit, the first of equals (§8). */
int p2vit_class(const int32_t *logits);

/* With P2VIT_TAP: a row of a tensor. Names are those of the golden model without "blocks.N."; block is N, or -1 outside blocks.
 * bytes is the size of a value: 1 for int8_t (uint8_t in attn_codes), 2 for int16_t, 4 for int32_t. */
void p2vit_tap(const char *tensor, int block, const void *values, int bytes, int count);

#ifdef __cplusplus
}
#endif
#endif /* P2VIT_MODEL */

#ifndef P2VIT_DECLARATIONS

#ifdef P2VIT_TAP
#define TAP(tensor, values, count) p2vit_tap(tensor, current_block, values, (int)sizeof *(values), count)
static int current_block = -1;
#else
#define TAP(tensor, values, count) ((void)0)
#endif

enum {
    CONSTANT_TOKENS = P2VIT_CLASS_TOKENS + P2VIT_REGISTERS, /* §7 */
    TOKENS = P2VIT_PATCHES + CONSTANT_TOKENS,
    DIM = P2VIT_DIM,
    HEAD_DIM = P2VIT_DIM / P2VIT_HEADS,
    MLP = P2VIT_MLP_DIM,
    WIDEST = MLP > DIM ? MLP : DIM,
    SUMS = TOKENS * WIDEST > P2VIT_CLASSES ? TOKENS * WIDEST : P2VIT_CLASSES,
    BLOCK = 8, /* neighbours that share an exponent (§2.2, §6) */
    STREAM_BLOCKS = (DIM + BLOCK - 1) / BLOCK,
    MLP_BLOCKS = (MLP + BLOCK - 1) / BLOCK,
    DEEPEST = 4096 /* K, §1 */
};

/* §2; residual_shift is null where nothing is added. Weights are packed into words, the first in the lowest bits. */
struct linear {
    int outputs, inputs, weight_bits;
    const uint64_t *weights;
    const int32_t *bias;
    const int8_t *shift, *residual_shift;
};

/* §3 */
struct norm {
    const int16_t *gain;
    const int32_t *offset;
    int shift;
};

/* §4 to §6; shifts of attention by head. */
struct block {
    struct norm ln1, ln2;
    struct linear q, k, v, proj, fc1, fc2;
    const int32_t *logit_shift, *softmax_shift, *value_shift;
    int gelu_shift;
};

/* Rows of the residual stream, with the exponents of their blocks (§2.2). */
struct stream {
    int16_t x[TOKENS * DIM];
    int8_t k[TOKENS * STREAM_BLOCKS];
};

#include "p2vit_network.h" /* replaced by the constants of the network and the tables of the contract */

static struct stream before, after;                     /* of the layer that adds to it */
static int8_t normal[TOKENS * DIM], attended[TOKENS * DIM];
static int8_t query[TOKENS * DIM], key[TOKENS * DIM], value[TOKENS * DIM];
static int8_t patch_rows[TOKENS * P2VIT_PATCH_DEPTH];   /* a class token has a patch of zeros */
static int8_t hidden[TOKENS * MLP];
static int8_t row_exponents[TOKENS], no_exponents[TOKENS];
static int32_t wide[SUMS];                              /* sums, and what becomes of them before it is narrow */
static int8_t weight_row[DEEPEST];

/* floor(x / 2^n), 0 <= n <= 31 (§1); `>>` of a negative number is not defined by the language. */
static int32_t floor_shift(int32_t x, int n) {
    return x >= 0 ? x >> n : ~(~x >> n);
}

static int64_t floor_shift_long(int64_t x, int n) {
    return x >= 0 ? x >> n : ~(~x >> n);
}

/* §1.1, ties towards plus infinity. */
static int64_t round_shift(int64_t x, int n) {
    return n == 0 ? x : floor_shift_long(x + ((int64_t)1 << (n - 1)), n);
}

/* §1.2: into [-2^(bits - 1), 2^(bits - 1) - 1]. */
static int32_t saturate(int64_t x, int bits) {
    const int32_t limit = (int32_t)1 << (bits - 1);
    return x < -limit ? -limit : x >= limit ? limit - 1 : (int32_t)x;
}

/* The least e >= 0 with -2^(bits + e) <= x < 2^(bits + e). */
static int least_exponent(int32_t x, int bits) {
    const int32_t magnitude = x < 0 ? ~x : x;
    int e = 0;
    while (magnitude >> (bits + e) != 0) {
        e++;
    }
    return e;
}

/* One row of weights; those of 4 bits stand for 16 times their number (§2). */
static void unpack(const struct linear *layer, int output) {
    const uint32_t bits = (uint32_t)layer->weight_bits, per_word = 64 / bits;
    const uint64_t sign = (uint64_t)1 << (bits - 1), mask = 2 * sign - 1;
    for (int k = 0; k < layer->inputs; k++) {
        const uint32_t i = (uint32_t)output * (uint32_t)layer->inputs + (uint32_t)k;
        const uint64_t code = layer->weights[i / per_word] >> (i % per_word * bits) & mask;
        weight_row[k] = (int8_t)(((int)(code ^ sign) - (int)sign) * (bits == 4 ? 16 : 1));
    }
}

/* §2: wide[t,o] = s[t,o] + bias[o], z without its residual. rho has the exponents of rows. */
static void sums(const struct linear *layer, const int8_t *rows, const int8_t *rho, int count) {
    for (int o = 0; o < layer->outputs; o++) {
        unpack(layer, o);
        for (int t = 0; t < count; t++) {
            const int8_t *row = rows + (int32_t)t * layer->inputs;
            int32_t acc = 0;
            for (int k = 0; k < layer->inputs; k++) {
                acc += row[k] * weight_row[k];
            }
            wide[t * layer->outputs + o] = floor_shift(acc * 16, layer->shift[o] - rho[t]) + layer->bias[o];
        }
    }
}

/* §2 without a residual. */
static void to_codes(const struct linear *layer, const int8_t *rows, int8_t *codes, const char *tensor) {
    sums(layer, rows, no_exponents, TOKENS);
    for (int t = 0; t < TOKENS; t++) {
        for (int o = 0; o < layer->outputs; o++) {
            codes[t * layer->outputs + o] = (int8_t)saturate(round_shift(wide[t * layer->outputs + o], 4), 8);
        }
        TAP(tensor, codes + t * layer->outputs, layer->outputs);
    }
    (void)tensor;
}

/* §2.2: h of a row, already in wide, becomes words with exponents. */
static void to_stream_row(const int32_t *h, int16_t *x, int8_t *exponents) {
    for (int b = 0; b < STREAM_BLOCKS; b++) {
        const int end = (b + 1) * BLOCK < DIM ? (b + 1) * BLOCK : DIM;
        int k = 0;
        for (int o = b * BLOCK; o < end; o++) {
            const int needed = least_exponent(h[o], 9);
            k = needed > k ? needed : k;
        }
        for (int o = b * BLOCK; o < end; o++) {
            x[o] = (int16_t)saturate(round_shift(h[o], 1 + k), 9);
        }
        exponents[b] = (int8_t)k;
    }
}

/* §2 with the residual `before`, which becomes `after`. */
static void add_to_stream(const struct linear *layer, const int8_t *rows, const int8_t *rho, const char *tensor,
                          const char *exponents) {
    sums(layer, rows, rho, TOKENS);
    for (int t = 0; t < TOKENS; t++) {
        int32_t *z = wide + t * DIM;
        for (int o = 0; o < DIM; o++) {
            const int kappa = before.k[t * STREAM_BLOCKS + o / BLOCK];
            z[o] += floor_shift(before.x[t * DIM + o] * 4096, layer->residual_shift[o] - kappa);
            z[o] = saturate(floor_shift(z[o], 4), 16);
        }
        to_stream_row(z, after.x + t * DIM, after.k + t * STREAM_BLOCKS);
        TAP(tensor, after.x + t * DIM, DIM);
    }
    for (int t = 0; t < TOKENS; t++) {
        TAP(exponents, after.k + t * STREAM_BLOCKS, STREAM_BLOCKS);
    }
    (void)tensor;
    (void)exponents;
    before = after;
}

/* §3, of the first rows of the stream. */
static void normalize(const struct norm *layer, int count, const char *tensor) {
    for (int t = 0; t < count; t++) {
        static int32_t wide_x[DIM];
        int64_t s = 0, q = 0;
        for (int c = 0; c < DIM; c++) {
            wide_x[c] = before.x[t * DIM + c] * ((int32_t)1 << before.k[t * STREAM_BLOCKS + c / BLOCK]);
            s += wide_x[c];
            q += (int64_t)wide_x[c] * wide_x[c];
        }
        uint64_t u = (uint64_t)(DIM * q - s * s);
        int z = 0;
        for (u = u == 0 ? 1 : u; u < (uint64_t)1 << 46; u *= 4) {
            z++;
        }
        const int i = (int)(u >> 40), f = (int)(u >> 32 & 255);
        const int32_t r = table_t[i - 64] - (((table_t[i - 64] - table_t[i - 63]) * f + 128) >> 8);
        for (int c = 0; c < DIM; c++) {
            const int64_t n = round_shift((DIM * (int64_t)wide_x[c] - s) * r, 28 - z);
            normal[t * DIM + c] = (int8_t)saturate(round_shift(n * layer->gain[c] + layer->offset[c], layer->shift), 8);
        }
        TAP(tensor, normal + t * DIM, DIM);
    }
    (void)tensor;
}

/* §4: a row of logits; returns the greatest. */
static int logit_row(int t, int first, int shift, int8_t *row) {
    int greatest = -128;
    for (int j = 0; j < TOKENS; j++) {
        int32_t acc = 0;
        for (int d = first; d < first + HEAD_DIM; d++) {
            acc += query[t * DIM + d] * key[j * DIM + d];
        }
        row[j] = (int8_t)saturate(round_shift(acc, shift), 8);
        greatest = row[j] > greatest ? row[j] : greatest;
    }
    return greatest;
}

/* §5.1 and §5.3: the code of a weight. */
static uint8_t weight_code(int below, int j, int shift) {
    const int64_t rounded = round_shift((int32_t)below * 47274, shift);
    if (!P2VIT_UNIFORM) {
        return (uint8_t)(rounded < 15 ? rounded : 15);
    }
    static const int32_t theta[8] = {2048, 18432, 10240, 26624, 6144, 22528, 14336, 30720};
    const int place = j < CONSTANT_TOKENS ? P2VIT_PATCHES + j : j - CONSTANT_TOKENS;
    const int32_t step = rounded < 8191 ? (int32_t)rounded : 8191;
    const int32_t p = table_e[step & 255] >> (step >> 8);
    return (uint8_t)((255 * p + theta[place & 7]) >> 15);
}

/* The weight that a code stands for. */
static int32_t weight(uint8_t code) {
    return P2VIT_UNIFORM ? code : code == 15 ? 0 : (int32_t)1 << (14 - code);
}

/* §5.2: the row of a head, over the sum of its weights. */
static void value_row(const int32_t *weights, int32_t sum, int first, int shift, int8_t *output) {
    int lambda = 0;
    while (sum >> (lambda + 1) != 0) {
        lambda++;
    }
    const int32_t reciprocal = table_r[((int64_t)sum * 256 >> lambda) & 255];
    for (int d = first; d < first + HEAD_DIM; d++) {
        int32_t acc = 0;
        for (int j = 0; j < TOKENS; j++) {
            acc += weights[j] * value[j * DIM + d];
        }
        const int64_t n = round_shift(floor_shift_long((int64_t)acc * 16384, lambda) * reciprocal, 14);
        output[d] = (int8_t)saturate(round_shift(n, shift), 8);
    }
}

/* §4, §5 */
static void attend(const struct block *block) {
    for (int head = 0; head < P2VIT_HEADS; head++) {
        for (int t = 0; t < TOKENS; t++) {
            static int8_t logits[TOKENS];
            static uint8_t codes[TOKENS];
            static int32_t weights[TOKENS];
            int32_t sum = 0;
            const int greatest = logit_row(t, head * HEAD_DIM, block->logit_shift[head], logits);
            for (int j = 0; j < TOKENS; j++) {
                codes[j] = weight_code(greatest - logits[j], j, block->softmax_shift[head]);
                weights[j] = weight(codes[j]);
                sum += weights[j];
            }
            value_row(weights, sum, head * HEAD_DIM, block->value_shift[head], attended + t * DIM);
            TAP("attn_logits", logits, TOKENS);
            TAP("attn_codes", codes, TOKENS);
            TAP("attn_sum", &sum, 1);
        }
    }
    for (int t = 0; t < TOKENS; t++) {
        TAP("attn_out", attended + t * DIM, DIM);
    }
}

/* p of §6 */
static int32_t gelu(int32_t h, int shift) {
    const int32_t a = h < 0 ? -h : h, i = (a * 128) >> shift;
    return (h > 0 ? h * 512 : 0) - a * (i < 128 ? table_q[i] : 0);
}

/* §6 and §6.1: the row t of `hidden` and its exponent, from fc1's sums. */
static void activate(int t, int shift) {
    static int8_t y[MLP], d[MLP_BLOCKS];
    int32_t *z = wide + t * MLP;
    int rho = 0;
    for (int o = 0; o < MLP; o++) {
        z[o] = saturate(round_shift(z[o], 4), 18);
    }
    TAP("fc1", z, MLP);
    for (int b = 0; b < MLP_BLOCKS; b++) {
        const int end = (b + 1) * BLOCK < MLP ? (b + 1) * BLOCK : MLP;
        int needed = 0;
        for (int o = b * BLOCK; o < end; o++) {
            const int e = least_exponent(gelu(z[o], shift), 19);
            needed = e > needed ? e : needed;
        }
        for (int o = b * BLOCK; o < end; o++) {
            y[o] = (int8_t)saturate(round_shift(gelu(z[o], shift), 12 + needed), 8);
        }
        d[b] = (int8_t)needed;
        rho = needed > rho ? needed : rho;
    }
    TAP("gelu", y, MLP);
    TAP("gelu_exponents", d, MLP_BLOCKS);
    for (int o = 0; o < MLP; o++) {
        hidden[t * MLP + o] = (int8_t)round_shift(y[o], rho - d[o / BLOCK]);
    }
    row_exponents[t] = (int8_t)rho;
}

/* §7: position embedding as the residual, without exponents of blocks. */
static void embed(const int8_t *patches) {
    for (int i = 0; i < P2VIT_PATCHES * P2VIT_PATCH_DEPTH; i++) {
        patch_rows[CONSTANT_TOKENS * P2VIT_PATCH_DEPTH + i] = patches[i];
    }
    for (int i = 0; i < TOKENS * DIM; i++) {
        before.x[i] = (int16_t)(2 * position[i]);
    }
    for (int i = 0; i < TOKENS * STREAM_BLOCKS; i++) {
        before.k[i] = 0;
    }
    add_to_stream(&patch_embed, patch_rows, no_exponents, "patch_embed", "patch_embed_exponents");
}

#if !P2VIT_NORM_ROWS
/* §8.1: rows of the stream as int8. */
static void narrow(void) {
    for (int t = 0; t < P2VIT_READ_ROWS; t++) {
        for (int c = 0; c < DIM; c++) {
            const int kappa = before.k[t * STREAM_BLOCKS + c / BLOCK];
            const int32_t z = floor_shift(before.x[t * DIM + c] * 4096, narrow_shift[c] - kappa);
            normal[t * DIM + c] = (int8_t)saturate(round_shift(z, 4), 8);
        }
        TAP("narrow", normal + t * DIM, DIM);
    }
}
#endif

#if P2VIT_MEAN
/* §8.2: the mean of the patches' rows of `normal`, which becomes its first row. */
static void average(void) {
    static int32_t weights[TOKENS];
    static int8_t logits[P2VIT_PATCHES];
    static uint8_t codes[P2VIT_PATCHES];
    int32_t sum = 0;
    for (int j = 0; j < P2VIT_PATCHES; j++) {
        logits[j] = 0;
        codes[j] = P2VIT_UNIFORM ? 255 : 0;
    }
    for (int t = 0; t < TOKENS; t++) {
        weights[t] = t < CONSTANT_TOKENS ? 0 : weight(codes[0]);
        sum += weights[t];
        for (int c = 0; c < DIM; c++) {
            key[t * DIM + c] = 0;
            value[t * DIM + c] = normal[t * DIM + c];
        }
        TAP("mean.k", key + t * DIM, DIM);
        if (P2VIT_NORM_ROWS) {
            TAP("mean.v", value + t * DIM, DIM);
        }
    }
    TAP("mean.attn_logits", logits, P2VIT_PATCHES);
    TAP("mean.attn_codes", codes, P2VIT_PATCHES);
    (void)logits;
    TAP("mean.attn_sum", &sum, 1);
    for (int head = 0; head < P2VIT_HEADS; head++) {
        value_row(weights, sum, head * HEAD_DIM, mean_shift, normal);
    }
    TAP("mean.attn_out", normal, DIM);
}
#endif

#if P2VIT_MEAN_NORM
/* §8.2: the LayerNorm of the mean, which becomes the first row of the stream. */
static void normalize_mean(void) {
    for (int c = 0; c < DIM; c++) {
        wide[c] = saturate(floor_shift(floor_shift(normal[c] * 64 * 16, lift_shift[c]), 4), 16);
    }
    to_stream_row(wide, before.x, before.k);
    TAP("mean.proj", before.x, DIM);
    TAP("mean.proj_exponents", before.k, STREAM_BLOCKS);
    normalize(&last_norm, 1, "norm");
}
#endif

/* §2.1 */
static void run(const struct block *block) {
    normalize(&block->ln1, TOKENS, "ln1");
    to_codes(&block->q, normal, query, "q");
    to_codes(&block->k, normal, key, "k");
    to_codes(&block->v, normal, value, "v");
    attend(block);
    add_to_stream(&block->proj, attended, no_exponents, "proj", "proj_exponents");
    normalize(&block->ln2, TOKENS, "ln2");
    sums(&block->fc1, normal, no_exponents, TOKENS);
    for (int t = 0; t < TOKENS; t++) {
        activate(t, block->gelu_shift);
    }
    add_to_stream(&block->fc2, hidden, row_exponents, "fc2", "fc2_exponents");
}

int p2vit_infer(const int8_t *patches, int32_t *logits) {
    if (!patches || !logits) {
        return -1;
    }
    embed(patches);
    for (int n = 0; n < P2VIT_DEPTH; n++) {
#ifdef P2VIT_TAP
        current_block = n;
#endif
        run(&blocks[n]);
    }
#ifdef P2VIT_TAP
    current_block = -1;
#endif
#if P2VIT_NORM_ROWS
    normalize(&last_norm, P2VIT_READ_ROWS, "norm");
#else
    narrow();
#endif
#if P2VIT_MEAN
    average();
#endif
#if P2VIT_MEAN_NORM
    normalize_mean();
#endif
    sums(&class_head, normal, no_exponents, 1); /* §8: the rows of the class tokens are one row of the head */
    for (int o = 0; o < P2VIT_CLASSES; o++) {
        logits[o] = (int32_t)round_shift(wide[o], 4);
    }
    TAP("logits", logits, P2VIT_CLASSES);
    return 0;
}

int p2vit_class(const int32_t *logits) {
    int best = 0;
    for (int o = 1; o < P2VIT_CLASSES; o++) {
        best = logits[o] > logits[best] ? o : best;
    }
    return best;
}

#ifdef P2VIT_MAIN
#include <inttypes.h>
#include <stdio.h>

int main(void) {
    static int8_t patches[P2VIT_PATCHES * P2VIT_PATCH_DEPTH];
    static int32_t logits[P2VIT_CLASSES];
    size_t got;
    while ((got = fread(patches, 1, sizeof patches, stdin)) == sizeof patches) {
        p2vit_infer(patches, logits);
        for (int o = 0; o < P2VIT_CLASSES; o++) {
            printf("%" PRId32 "%c", logits[o], o + 1 < P2VIT_CLASSES ? ' ' : '\n');
        }
    }
    if (got != 0 || ferror(stdin)) {
        fprintf(stderr, "the input ends within an image, which has %u bytes\n", (unsigned)sizeof patches);
        return 1;
    }
    return 0;
}
#endif /* P2VIT_MAIN */
#endif /* P2VIT_DECLARATIONS */
