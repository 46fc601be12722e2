// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Arrays;
import org.p2vit.quant.calibration.layer.Coding;
import org.p2vit.quant.calibration.layer.FloatRows;
import org.p2vit.quant.calibration.layer.InputChooser;
import org.p2vit.quant.calibration.layer.InputRows;
import org.p2vit.quant.calibration.layer.LayerInput;
import org.p2vit.quant.calibration.layer.NormQuantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.ActivationStatistics;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedReadout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatVit;

/** Quantizes what stands between the stream and the head, with the exponents that suit the head best. */
final class ReadoutQuantizer {
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
                LayerInput input = within(rows, input(rows, head).coding(), stream);
                int[] exponents = input.coding().channelExponents();
                yield new Result(QuantizedNarrowing.to(exponents, stream), exponents, input);
            }
        };
    }

    /** Two class tokens share one LayerNorm, so its output cannot be smoothed for the columns of either. */
    private LayerInput input(InputRows rows, FloatRows head) {
        return shape.classTokens() == 1
                ? InputChooser.smoothed(rows, head, Quantizer.OUTER_BITS, options)
                : InputChooser.uniform(rows, head, Quantizer.OUTER_BITS, options);
    }

    /** The same with the exponents that the shifts of a narrowing reach. */
    private static LayerInput within(InputRows rows, Coding coding, int stream) {
        int finest = QuantizedNarrowing.finest(stream);
        int coarsest = QuantizedNarrowing.coarsest(stream);
        int[] smoothing = Arrays.stream(coding.channelExponents())
                .map(exponent -> Math.max(finest, Math.min(coarsest, exponent)) - coding.exponent())
                .toArray();
        return LayerInput.of(rows, new Coding(coding.exponent(), smoothing));
    }
}
