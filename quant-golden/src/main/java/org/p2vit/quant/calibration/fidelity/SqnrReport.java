// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.fidelity;

import java.util.List;

/**
 * How far a quantized network is from its float network on some images.
 *
 * @param images number of images
 * @param agreements images on which both choose the same class
 * @param tensors every intermediate tensor in the order of computation, {@code logits} last
 */
public record SqnrReport(int images, int agreements, List<TensorSqnr> tensors) {
    /**
     * Signal to quantization-noise ratio of one tensor over all images.
     *
     * @param decibels 10·log10(Σ float² / Σ (float − quantized)²): where few rows are much greater than the others, it speaks of those
     * @param medianDecibels the median of the same over the rows, that is tokens, or in attention a token's row of a head
     * @param clipped share of float values more than half a step beyond what a code can stand for, 0 … 1
     */
    public record TensorSqnr(String tensor, double decibels, double medianDecibels, double clipped) {}

    public SqnrReport {
        tensors = List.copyOf(tensors);
    }

    /** Share of images on which both networks choose the same class, 0 … 1. */
    public double agreement() {
        return (double) agreements / images;
    }

    /** SQNR of the logits in decibels. */
    public double logits() {
        return of("logits");
    }

    /** SQNR of a tensor in decibels, by its name in {@link org.p2vit.quant.golden.IntegerTap}. */
    public double of(String tensor) {
        return tensors.stream()
                .filter(entry -> entry.tensor().equals(tensor))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tensor " + tensor))
                .decibels();
    }
}
