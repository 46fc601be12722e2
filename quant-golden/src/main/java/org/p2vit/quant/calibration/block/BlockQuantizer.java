// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.block;

import java.util.Arrays;
import org.p2vit.quant.calibration.exponents.ActivationExponents;
import org.p2vit.quant.calibration.exponents.StreamExponent;
import org.p2vit.quant.calibration.exponents.ValueExponents;
import org.p2vit.quant.calibration.layer.AttentionRows;
import org.p2vit.quant.calibration.layer.FloatRows;
import org.p2vit.quant.calibration.layer.GeluInput;
import org.p2vit.quant.calibration.layer.InputChooser;
import org.p2vit.quant.calibration.layer.InputRows;
import org.p2vit.quant.calibration.layer.LayerInput;
import org.p2vit.quant.calibration.layer.LayerSamples;
import org.p2vit.quant.calibration.layer.LinearQuantizer;
import org.p2vit.quant.calibration.layer.NormQuantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.ActivationStatistics;
import org.p2vit.quant.calibration.statistics.CalibrationPath;
import org.p2vit.quant.calibration.statistics.QueryScale;
import org.p2vit.quant.kernel.RowCodes;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.quant.weights.FloatBlock;

/** Quantizes one block, layer by layer, behind a residual stream that has its exponents. */
public final class BlockQuantizer {
    private final VitShape shape;
    private final ActivationStatistics statistics;
    private final QuantizerOptions options;
    private final QuantizedSteps steps;
    private final LayerSamples samples;
    private final String at;
    private final FloatBlock block;
    private final InputRows attentionRows;
    private final ActivationExponents exponents;

    /**
     * A block and the exponents of its tensors.
     *
     * @param middle exponent of the stream after attention
     * @param after exponent of the stream that leaves the block
     * @param codes this stream on the calibration images, if errors are propagated
     */
    public record Result(QuantizedBlock block, BlockExponents exponents, int middle, int after, StreamCodes[] codes) {}

    public BlockQuantizer(
            VitShape shape,
            FloatBlock block,
            ActivationStatistics statistics,
            CalibrationPath path,
            QuantizerOptions options,
            int index) {
        this.shape = shape;
        this.statistics = statistics;
        this.options = options;
        this.steps = new QuantizedSteps(shape, path, options);
        this.samples = new LayerSamples(path, options);
        this.block = block;
        this.at = "blocks." + index + ".";
        this.attentionRows =
                AttentionRows.of(shape, statistics.rows(at + "attn_out"), statistics.rows(at + "attn_coded"), options);
        this.exponents = ActivationExponents.choose(shape, statistics, at, options);
    }

    /**
     * @param before exponent of the stream that enters the block
     * @param codes this stream on the calibration images, if errors are propagated
     */
    public Result quantize(int before, StreamCodes[] codes) {
        LayerInput normal1 = InputChooser.smoothed(
                InputRows.of(statistics.rows(at + "ln1")), FloatRows.of(block.qkv()), bits("q"), options);
        QuantizedNorm norm1 = NormQuantizer.quantize(
                at + "ln1", block.norm1(), normal1.coding().channelExponents());
        byte[][] normalized1 = steps.norm(codes, norm1);

        FloatRows projection = FloatRows.of(block.proj());
        Values values = values(projection);
        LayerInput attended = values.attended();
        int[] attendedExponents = attended.coding().channelExponents();
        QuantizedAttention attention = attention(normal1, normalized1, values.exponents(), attendedExponents);
        byte[][] attention1 = steps.attend(normalized1, attention);
        LinearQuantizer projLayer =
                layer("proj", projection, attended, attention1, branchTargets("proj", codes, before));
        int middle =
                StreamExponent.behind(before, statistics.greatest(at + "proj"), projLayer.accumulatorExponent(), 0);
        QuantizedLinear proj = projLayer.toStream(middle, before);
        StreamCodes[] middleCodes = steps.add(attention1, proj, codes);

        FloatRows fc1Rows = FloatRows.of(block.fc1());
        LayerInput normal2 =
                InputChooser.smoothed(InputRows.of(statistics.rows(at + "ln2")), fc1Rows, bits("fc1"), options);
        QuantizedNorm norm2 = NormQuantizer.quantize(
                at + "ln2", block.norm2(), normal2.coding().channelExponents());
        byte[][] normalized2 = steps.norm(middleCodes, norm2);
        FloatRows fc2Rows = FloatRows.of(block.fc2());
        LinearQuantizer hiddenLayer = layer("fc1", fc1Rows, normal2, normalized2, targets("fc1"));
        InputRows geluRows = InputRows.of(statistics.rows(at + "gelu"));
        int geluExponent = GeluInput.exponent(geluRows.seen(), hiddenLayer.accumulatorExponent());
        QuantizedGelu gelu = QuantizedGelu.of(shape.activation(), geluExponent);
        QuantizedLinear fc1 = hiddenLayer.toExponent(QuantizedGelu.inputExponent(geluExponent));
        RowCodes[] hidden = steps.activate(normalized2, fc1, gelu);
        LinearQuantizer fc2Layer = samples.layer(
                at + "fc2",
                fc2Rows,
                GeluInput.of(geluRows, geluExponent),
                hidden,
                branchTargets("fc2", middleCodes, middle),
                options.kindOf(at + "fc2"));
        int after = StreamExponent.behind(
                middle,
                statistics.greatest(at + "fc2"),
                fc2Layer.accumulatorExponent(),
                NumericContract.MAX_ROW_EXPONENT);
        QuantizedLinear fc2 = fc2Layer.fromRowsToStream(after, middle);

        QuantizedBlock quantized = new QuantizedBlock(norm1, attention, proj, norm2, fc1, gelu, fc2);
        BlockExponents all = new BlockExponents(
                normal1.coding().channelExponents(),
                exponents.queryKey().query(),
                exponents.queryKey().key(),
                values.exponents(),
                exponents.logits(),
                attendedExponents,
                normal2.coding().channelExponents(),
                geluExponent);
        return new Result(quantized, all, middle, after, steps.add(hidden, fc2, middleCodes));
    }

    /** Exponents of v, and how the projection's input is stored. */
    private record Values(int[] exponents, LayerInput attended) {}

    private Values values(FloatRows projection) {
        if (options.perChannel(Technique.CHANNEL_VALUES)) {
            ValueExponents chosen = ValueExponents.balanced(
                    shape,
                    statistics.rows(at + "v"),
                    attentionRows.seen(),
                    projection.weights(),
                    NumericContract.QUOTIENT_FRACTION_BITS);
            return new Values(chosen.value(), LayerInput.of(attentionRows, chosen.coding()));
        }
        LayerInput attended = InputChooser.uniform(attentionRows, projection, bits("proj"), options);
        int[] exponents = new int[shape.dim()];
        // No shift of §5 may be negative; only values that hardly differ in their rows come near this limit.
        Arrays.fill(
                exponents,
                Math.min(this.exponents.value(), attended.exponent() + NumericContract.QUOTIENT_FRACTION_BITS));
        return new Values(exponents, attended);
    }

    private QuantizedAttention attention(LayerInput normalized, byte[][] codes, int[] value, int[] output) {
        QueryScale scale = QueryScale.of(shape);
        int heads = shape.heads();
        int[] logitShift = new int[heads];
        int[] softmaxShift = new int[heads];
        int[] valueShift = new int[heads];
        for (int head = 0; head < heads; head++) {
            int logits = exponents.logits()[head];
            int first = head * shape.headDim();
            logitShift[head] = logits + scale.shift() - exponents.queryKey().sum();
            softmaxShift[head] = options.attention().softmaxShiftBase() - logits;
            valueShift[head] = output[first] - value[first] + NumericContract.QUOTIENT_FRACTION_BITS;
        }
        float[][] queries = scale.times(statistics.rows(at + "q")).toArray(float[][]::new);
        float[][] values = statistics.rows(at + "v").toArray(float[][]::new);
        return new QuantizedAttention(
                layer("q", third(0).times(scale.factor()), normalized, codes, queries)
                        .toExponents(exponents.queryKey().query()),
                layer("k", third(1), normalized, codes, targets("k"))
                        .toExponents(exponents.queryKey().key()),
                layer("v", third(2), normalized, codes, values).toExponents(value),
                logitShift,
                softmaxShift,
                valueShift);
    }

    private FloatRows third(int index) {
        return FloatRows.of(block.qkv(), index * shape.dim(), (index + 1) * shape.dim());
    }

    private float[][] branchTargets(String name, StreamCodes[] residual, int exponent) {
        return samples.branchTargets(
                statistics.rows(at + name + "_branch"), statistics.rows(at + name), residual, exponent);
    }

    private LinearQuantizer layer(String name, FloatRows rows, LayerInput input, byte[][] codes, float[][] targets) {
        return samples.layer(at + name, rows, input, codes, targets, options.kindOf(at + name));
    }

    private float[][] targets(String tensor) {
        return statistics.rows(at + tensor).stream().map(float[]::clone).toArray(float[][]::new);
    }

    private int bits(String layer) {
        return options.kindOf(at + layer).weightBits();
    }
}
