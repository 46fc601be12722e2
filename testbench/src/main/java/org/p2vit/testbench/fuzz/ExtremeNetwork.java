// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.List;
import java.util.Random;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedMeanNorm;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedReadout;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.spec.NumericContract;

/**
 * A network with the structure of another and numbers that are hard on purpose, each within the range that the contract states. No float
 * network would be quantized to it, and its exponents say nothing; to the integers of the golden model and of the hardware it is one like
 * any other.
 */
final class ExtremeNetwork {
    private final FuzzValues values;
    private final Random random;

    ExtremeNetwork(FuzzValues values, Random random) {
        this.values = values;
        this.random = random;
    }

    QuantizedVit like(QuantizedVit network) {
        byte[] position = bytes(network.position().length, NumericContract.INT8_MIN, NumericContract.INT8_MAX);
        List<QuantizedBlock> blocks = network.blocks().stream().map(this::block).toList();
        return new QuantizedVit(
                network.shape(),
                network.input(),
                network.attention(),
                linear(network.patchEmbedding()),
                position,
                blocks,
                readout(network.readout()),
                linear(network.head()),
                network.exponents(),
                network.labels());
    }

    private QuantizedBlock block(QuantizedBlock block) {
        QuantizedAttention attention = block.attention();
        return new QuantizedBlock(
                norm(block.norm1()),
                new QuantizedAttention(
                        linear(attention.query()),
                        linear(attention.key()),
                        linear(attention.value()),
                        shifts(attention.logitShift()),
                        shifts(attention.softmaxShift()),
                        shifts(attention.valueShift())),
                toStream(block.projection(), 0),
                norm(block.norm2()),
                linear(block.fc1()),
                new QuantizedGelu(values.shift(random, block.gelu().shift(), NumericContract.MAX_GELU_SHIFT)),
                toStream(block.fc2(), NumericContract.MAX_ROW_EXPONENT));
    }

    /** The exponents of words of the stream take from the residual's shifts, those of rows from its shifts, which must not get negative. */
    private QuantizedLinear toStream(QuantizedLinear layer, int leastShift) {
        QuantizedLinear extreme = linear(layer);
        byte[] shift = extreme.shift().clone();
        byte[] residualShift = extreme.residualShift().clone();
        for (int o = 0; o < shift.length; o++) {
            shift[o] = (byte) Math.max(shift[o], leastShift);
            residualShift[o] = (byte) Math.max(residualShift[o], NumericContract.MAX_STREAM_EXPONENT);
        }
        return extreme.with(extreme.bias(), shift, residualShift);
    }

    private QuantizedLinear linear(QuantizedLinear layer) {
        boolean narrow = layer.weightBits() == 4;
        byte[] weights = bytes(
                layer.weights().length,
                narrow ? NumericContract.INT4_MIN : NumericContract.INT8_MIN,
                narrow ? NumericContract.INT4_MAX : NumericContract.INT8_MAX);
        for (int i = 0; narrow && i < weights.length; i++) {
            weights[i] <<= NumericContract.INT4_SHIFT;
        }
        return new QuantizedLinear(
                layer.name(),
                layer.outputs(),
                layer.inputs(),
                layer.weightBits(),
                weights,
                ints(layer.outputs(), NumericContract.MAX_BIAS),
                shifts(layer.shift(), NumericContract.MAX_SHIFT),
                shifts(layer.residualShift(), NumericContract.MAX_RESIDUAL_SHIFT));
    }

    private QuantizedReadout readout(QuantizedReadout readout) {
        if (readout instanceof QuantizedNarrowing narrowing) {
            byte[] extreme = shifts(narrowing.residualShift(), NumericContract.MAX_RESIDUAL_SHIFT);
            for (int c = 0; c < extreme.length; c++) {
                extreme[c] = (byte) Math.max(extreme[c], NumericContract.MAX_STREAM_EXPONENT);
            }
            return new QuantizedNarrowing(narrowing.name(), extreme);
        }
        if (readout instanceof QuantizedMean mean) {
            return new QuantizedMean(
                    readout(mean.rows()),
                    values.shift(random, mean.shift(), NumericContract.MAX_SHIFT),
                    mean.after()
                            .map(after -> new QuantizedMeanNorm(
                                    shifts(after.shift(), NumericContract.MAX_SHIFT), norm(after.norm()))));
        }
        return norm((QuantizedNorm) readout);
    }

    private QuantizedNorm norm(QuantizedNorm norm) {
        short[] gain = new short[norm.dim()];
        for (int c = 0; c < gain.length; c++) {
            gain[c] = (short) values.number(random, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return new QuantizedNorm(
                norm.name(),
                gain,
                ints(norm.dim(), NumericContract.MAX_NORM_OFFSET),
                values.shift(random, norm.shift(), NumericContract.MAX_SHIFT));
    }

    private byte[] bytes(int count, int least, int greatest) {
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            codes[i] = (byte) values.number(random, least, greatest);
        }
        return codes;
    }

    private int[] ints(int count, int greatest) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            // Seldom so large that nothing else counts.
            int most = random.nextInt(3) == 0 ? greatest : random.nextInt(1 << 12) + 1;
            numbers[i] = values.number(random, -most, most);
        }
        return numbers;
    }

    private byte[] shifts(byte[] typical, int greatest) {
        byte[] shifts = new byte[typical.length];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = (byte) values.shift(random, typical[i], greatest);
        }
        return shifts;
    }

    private int[] shifts(int[] typical) {
        int[] shifts = new int[typical.length];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = values.shift(random, typical[i], NumericContract.MAX_SHIFT);
        }
        return shifts;
    }
}
