/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file p2vit_filter.h
 * The weights by which pictures are scaled (quant-golden/doc/preprocessing.md); for p2vit_picture.c, not for callers of the driver.
 */
#ifndef P2VIT_FILTER_H
#define P2VIT_FILTER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Fraction bits of a weight. */
#define P2VIT_FILTER_BITS 22

/** Pillow's numbers. */
enum p2vit_filter {
    P2VIT_FILTER_NEAREST = 0,
    P2VIT_FILTER_LANCZOS = 1,
    P2VIT_FILTER_BILINEAR = 2,
    P2VIT_FILTER_BICUBIC = 3,
    P2VIT_FILTER_BOX = 4,
    P2VIT_FILTER_HAMMING = 5
};

/** An axis of a picture that is scaled from `inputs` to `outputs` samples; its outputs are asked for one after the other. */
struct p2vit_axis {
    uint32_t filter;
    uint32_t inputs;
    uint32_t outputs;
    uint32_t next; /**< output */
    double nearest; /**< where the filter NEAREST is */
};

/** Begins an axis at an output. One that keeps its length is left alone. */
void p2vit_axis_begin(struct p2vit_axis *axis, uint32_t filter, uint32_t inputs, uint32_t outputs, uint32_t output);

/**
 * The next output is a sum of `count` inputs from `first` on, each with its weight.
 *
 * @param weights with room for all inputs
 */
void p2vit_axis_next(struct p2vit_axis *axis, uint32_t *first, uint32_t *count, int32_t *weights);

#ifdef __cplusplus
}
#endif

#endif
