// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.kernel.RowCodes;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.reference.TensorTap;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * The calibration images on their way through the float network, part by part, and what is learnt about each part. Sums
 * are formed in the order of the images.
 */
public final class CalibrationPath {
    private final VitShape shape;
    private final FloatForward forward;
    private final CalibrationSet images;
    private final QuantizerOptions options;
    private final SharedStatistics shared;
    private final Optional<List<ActivationStatistics>> known;
    private final List<ActivationStatistics> gathered = new ArrayList<>();
    private final float[][] streams;

    /** @param shared where statistics are taken from, or left after the last part */
    public CalibrationPath(FloatVit vit, CalibrationSet images, QuantizerOptions options, SharedStatistics shared) {
        this.shape = vit.shape();
        this.forward = new FloatForward(vit);
        this.images = images;
        this.options = options;
        this.shared = shared;
        this.known = shared.of(options, images.size());
        this.streams = new float[images.size()][];
    }

    public ActivationStatistics embed() {
        return gather((image, tap) -> streams[image] = forward.embed(images.patches(image), tap));
    }

    /** Blocks come in their order. */
    public ActivationStatistics block(int index) {
        return gather((image, tap) -> streams[image] = forward.block(index, streams[image], tap));
    }

    public ActivationStatistics head() {
        ActivationStatistics last = gather((image, tap) -> forward.head(streams[image], tap));
        shared.keep(options, images.size(), gathered);
        return last;
    }

    /** One result per image, computed on all threads. */
    public <T> T[] map(IntFunction<T[]> array, IntFunction<T> work) {
        T[] results = array.apply(images.size());
        OrderedWork.run(options.threads(), results.length, work, (image, result) -> results[image] = result);
        return results;
    }

    public int images() {
        return images.size();
    }

    public FloatTensor patches(int image) {
        return images.patches(image);
    }

    /** The sampled rows of all images, as values. */
    public float[][] rows(byte[][] codes, int[] exponents) {
        return rows(codes.length, image -> codes[image].length, (image, index) -> codes[image][index], exponents);
    }

    /** As above, of a residual stream of an exponent. */
    public float[][] rows(StreamCodes[] streams, int exponent) {
        // A code of 9 bits shifted by 6 is exact in any float, and so is one of 8 bits shifted by 7.
        return rows(
                streams.length,
                image -> streams[image].codes().length,
                (image, index) -> streams[image].codes()[index] << streams[image].exponentAt(index),
                filled(streams[0].columns(), exponent));
    }

    /** As above, of rows with exponents beyond a common one. */
    public float[][] rows(RowCodes[] codes, int columns, int exponent) {
        return rows(
                codes.length,
                image -> codes[image].codes().length,
                (image, index) -> codes[image].codes()[index] << codes[image].exponents()[index / columns],
                filled(columns, exponent));
    }

    private static int[] filled(int length, int exponent) {
        int[] exponents = new int[length];
        Arrays.fill(exponents, exponent);
        return exponents;
    }

    private float[][] rows(int count, IntUnaryOperator length, IntBinaryOperator code, int[] exponents) {
        List<float[]> rows = new ArrayList<>();
        int columns = exponents.length;
        for (int image = 0; image < count; image++) {
            for (int row : new RowSample(options.seed(), image).of(length.applyAsInt(image) / columns)) {
                float[] values = new float[columns];
                for (int c = 0; c < columns; c++) {
                    values[c] = Math.scalb((float) code.applyAsInt(image, row * columns + c), exponents[c]);
                }
                rows.add(values);
            }
        }
        return rows.toArray(float[][]::new);
    }

    private ActivationStatistics gather(Part part) {
        ActivationStatistics next = known.isPresent() ? known.get().get(gathered.size()) : measured(part);
        gathered.add(next);
        return next;
    }

    private ActivationStatistics measured(Part part) {
        ActivationStatistics all = new ActivationStatistics();
        double queryScale = QueryScale.of(shape).factor();
        OrderedWork.run(
                options.threads(),
                images.size(),
                image -> {
                    StatisticsTap tap =
                            new StatisticsTap(shape, options.attention(), queryScale, options.seed(), image);
                    part.run(image, tap);
                    return tap.statistics();
                },
                (image, statistics) -> all.merge(statistics));
        return all;
    }

    /** A part of the network on one image. */
    @FunctionalInterface
    private interface Part {
        void run(int image, TensorTap tap);
    }
}
