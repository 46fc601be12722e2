/* SPDX-License-Identifier: Apache-2.0 */
#include "p2vit_filter.h"

#include <float.h>

/* The contract is about IEEE doubles, each operation rounded. */
#if FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 1
#error "doubles are calculated with more digits than they have; on x86 compile with -msse2 -mfpmath=sse"
#endif
#ifdef __FAST_MATH__
#error "weights must be exact; compile without -ffast-math"
#endif

static const double PI = 3.141592653589793;
/* The floats 0.54 and 0.46. */
static const double HAMMING_MEAN = 0.540000021457672119140625;
static const double HAMMING_SWING = 0.4600000083446502685546875;

/** A product that no compiler fuses with a sum. */
static double times(double a, double b) {
    const volatile double product = a * b;
    return product;
}

static double magnitude(double x) { return x < 0 ? -x : x; }

/** The sine of pi times x, for small x. */
static double sine(double x) {
    const double shifted = x + 0.5;
    int32_t nearest = (int32_t)shifted;
    double angle, square, series = 1;
    int n;
    if ((double)nearest > shifted) {
        nearest--;
    }
    angle = times(x - nearest, PI);
    square = times(angle, angle);
    for (n = 20; n > 0; n -= 2) {
        series = 1 - times(square, series) / (n * (n + 1));
    }
    return nearest % 2 == 0 ? times(angle, series) : -times(angle, series);
}

static double sinc(double x) { return x > 0 || x < 0 ? sine(x) / times(x, PI) : 1; }

static double cubic(double t) {
    if (t < 1) {
        return times(times(times(1.5, t) - 2.5, t), t) + 1;
    }
    return t < 2 ? times(times(times(t - 5, t) + 8, t) - 4, -0.5) : 0;
}

static double support(uint32_t filter) {
    switch (filter) {
        case P2VIT_FILTER_LANCZOS:
            return 3;
        case P2VIT_FILTER_BICUBIC:
            return 2;
        case P2VIT_FILTER_BOX:
            return 0.5;
        default:
            return 1;
    }
}

static double weight(uint32_t filter, double x) {
    const double t = magnitude(x);
    switch (filter) {
        case P2VIT_FILTER_LANCZOS:
            return x >= -3 && x < 3 ? times(sinc(x), sinc(x / 3)) : 0;
        case P2VIT_FILTER_BICUBIC:
            return cubic(t);
        case P2VIT_FILTER_BOX:
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        case P2VIT_FILTER_HAMMING:
            return t < 1 ? times(sinc(x), HAMMING_MEAN + times(HAMMING_SWING, sine(x + 0.5))) : 0;
        default:
            return t < 1 ? 1 - t : 0;
    }
}

static uint32_t lesser(uint32_t a, uint32_t b) { return a < b ? a : b; }

/** A position less than zero is the first. */
static uint32_t position(double x) { return x > 0 ? (uint32_t)x : 0; }

void p2vit_axis_begin(struct p2vit_axis *axis, uint32_t filter, uint32_t inputs, uint32_t outputs, uint32_t output) {
    const double scale = (double)inputs / outputs;
    uint32_t i;
    axis->filter = inputs == outputs ? (uint32_t)P2VIT_FILTER_NEAREST : filter;
    axis->inputs = inputs;
    axis->outputs = outputs;
    axis->next = output;
    axis->nearest = times(scale, 0.5);
    for (i = 0; axis->filter == P2VIT_FILTER_NEAREST && i < output; i++) {
        axis->nearest += scale;
    }
}

void p2vit_axis_next(struct p2vit_axis *axis, uint32_t *first, uint32_t *count, int32_t *weights) {
    const double scale = (double)axis->inputs / axis->outputs;
    const double stretch = scale > 1 ? scale : 1;
    const double reach = times(support(axis->filter), stretch);
    const double centre = times(axis->next + 0.5, scale);
    double sum = 0;
    uint32_t j;
    axis->next++;
    if (axis->filter == P2VIT_FILTER_NEAREST) {
        *first = lesser(axis->inputs - 1, position(axis->nearest));
        *count = 1;
        weights[0] = (int32_t)1 << P2VIT_FILTER_BITS;
        axis->nearest += scale;
        return;
    }
    *first = position(centre - reach + 0.5);
    *count = lesser(axis->inputs, position(centre + reach + 0.5)) - *first;
    for (j = 0; j < *count; j++) {
        sum += weight(axis->filter, times(*first + j - centre + 0.5, 1 / stretch));
    }
    for (j = 0; j < *count; j++) {
        const double part = weight(axis->filter, times(*first + j - centre + 0.5, 1 / stretch)) / sum;
        const double scaled = times(part, (int32_t)1 << P2VIT_FILTER_BITS);
        weights[j] = (int32_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
}
