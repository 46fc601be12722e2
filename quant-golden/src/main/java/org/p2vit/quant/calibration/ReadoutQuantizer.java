// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Arrays;
import java.util.Optional;
import org.p2vit.quant.calibration.layer.Coding;
import org.p2vit.quant.calibration.layer.FloatRows;
import org.p2vit.quant.calibration.layer.InputChooser;
import org.p2vit.quant.calibration.layer.InputRows;
import org.p2vit.quant.calibration.layer.LayerInput;
import org.p2vit.quant.calibration.layer.NormQuantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.ActivationStatistics;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedMeanNorm;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedReadout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatVit;

/** Quantizes what stands between the stream and the head, with the exponents that suit the head best. */
final class ReadoutQuantizer {
    private static final String MEAN = QuantizedMean.PREFIX + "attn_out";

    private final FloatVit vit;
    private final VitShape shape;
    private final QuantizerOptions options;

    ReadoutQuantizer(FloatVit vit, QuantizerOptions options) {
        this.vit = vit;
        this.shape = vit.shape();
        this.options = options;
    }

    /**
     * @param exponents of the head's input, per channel
     * @param input of the head, on the samples
     */
    record Result(QuantizedReadout readout, int[] exponents, LayerInput input) {}

    /** @param stream exponent of the last stream */
    Result quantize(ActivationStatistics statistics, FloatRows head, int stream) {
        return switch (shape.readout()) {
            case NORM -> {
                LayerInput input = input(InputRows.of(statistics.rows("norm")), head);
                int[] exponents = Arrays.copyOf(input.coding().channelExponents(), shape.dim());
                yield new Result(NormQuantizer.quantize("norm", vit.norm().orElseThrow(), exponents), exponents, input);
            }
            case DIRECT -> {
                InputRows rows = InputRows.of(statistics.rows(QuantizedNarrowing.NAME));
                LayerInput input = with(rows, within(input(rows, head).coding().channelExponents(), stream));
                int[] exponents = input.coding().channelExponents();
                yield new Result(QuantizedNarrowing.to(exponents, stream), exponents, input);
            }
            case NORM_MEAN, MEAN -> mean(statistics, head, stream);
            case MEAN_NORM -> meanNorm(statistics, head, stream);
        };
    }

    private Result mean(ActivationStatistics statistics, FloatRows head, int stream) {
        InputRows means = InputRows.of(statistics.rows(MEAN));
        MeanExponents mean =
                new MeanExponents(shape.patches(), input(means, head).coding().channelExponents());
        boolean normalised = shape.readout().normalisesRows();
        int[] rows = mean.rows(statistics.rows(normalised ? "norm" : QuantizedNarrowing.NAME));
        if (!normalised) {
            rows = within(rows, stream);
        }
        QuantizedReadout first = normalised
                ? NormQuantizer.quantize("norm", vit.norm().orElseThrow(), rows)
                : QuantizedNarrowing.to(rows, stream);
        LayerInput input = with(means, mean.behind(rows));
        return new Result(
                new QuantizedMean(first, mean.shift(), Optional.empty()),
                input.coding().channelExponents(),
                input);
    }

    private Result meanNorm(ActivationStatistics statistics, FloatRows head, int stream) {
        MeanExponents mean = MeanExponents.holding(shape.patches(), statistics.rows(MEAN));
        int[] rows = within(mean.rows(statistics.rows(QuantizedNarrowing.NAME)), stream);
        LayerInput input = input(InputRows.of(statistics.rows("norm")), head);
        int[] exponents = Arrays.copyOf(input.coding().channelExponents(), shape.dim());
        QuantizedMeanNorm after = new QuantizedMeanNorm(
                MeanExponents.lift(mean.behind(rows)),
                NormQuantizer.quantize("norm", vit.norm().orElseThrow(), exponents));
        QuantizedMean readout =
                new QuantizedMean(QuantizedNarrowing.to(rows, stream), mean.shift(), Optional.of(after));
        return new Result(readout, exponents, input);
    }

    /** Two class tokens share one LayerNorm, so its output cannot be smoothed for the columns of either. */
    private LayerInput input(InputRows rows, FloatRows head) {
        return shape.classTokens() < 2
                ? InputChooser.smoothed(rows, head, Quantizer.OUTER_BITS, options)
                : InputChooser.uniform(rows, head, Quantizer.OUTER_BITS, options);
    }

    /** As near as the shifts of a narrowing reach. */
    private static int[] within(int[] exponents, int stream) {
        int finest = QuantizedNarrowing.finest(stream);
        int coarsest = QuantizedNarrowing.coarsest(stream);
        return Arrays.stream(exponents)
                .map(exponent -> Math.max(finest, Math.min(coarsest, exponent)))
                .toArray();
    }

    /** Rows with given exponents. */
    private static LayerInput with(InputRows rows, int[] exponents) {
        int least = Arrays.stream(exponents).min().orElseThrow();
        return LayerInput.of(
                rows,
                new Coding(least, Arrays.stream(exponents).map(e -> e - least).toArray()));
    }
}
