// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import java.util.Arrays;
import org.p2vit.quant.kernel.LayerNormKernel;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedMeanNorm;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedReadout;
import org.p2vit.quant.model.VitShape;

/** From the residual stream to the head's input: LayerNorms, contract §3, and what stands in the place of the final one, §8. */
public final class GoldenReadout {
    private final QuantizedReadout readout;
    private final AttentionCoding coding;
    private final VitShape shape;
    private final TapPoint tap;

    /** A readout that nobody looks into. */
    public GoldenReadout(QuantizedReadout readout, AttentionCoding coding, VitShape shape) {
        this(readout, coding, shape, TapPoint.root(IntegerTap.NONE));
    }

    GoldenReadout(QuantizedReadout readout, AttentionCoding coding, VitShape shape, TapPoint tap) {
        this.readout = readout;
        this.coding = coding;
        this.shape = shape;
        this.tap = tap;
    }

    /** The head's input, [headInputs]. */
    public byte[] of(StreamCodes stream) {
        StreamCodes read = stream.firstRows(shape.readRows());
        return readout instanceof QuantizedMean mean ? mean(mean, read) : rows(readout, read);
    }

    private byte[] mean(QuantizedMean mean, StreamCodes stream) {
        TapPoint inside = tap.under(QuantizedMean.PREFIX);
        byte[] values = rows(mean.rows(), stream);
        if (mean.rows() instanceof QuantizedNorm) {
            tapValues(values, inside);
        }
        byte[] codes = new GoldenMean(mean.shift(), coding, shape, inside).of(values);
        return mean.after().map(after -> norm(after, codes)).orElse(codes);
    }

    /** A layer whose weights are the identity. */
    private void tapValues(byte[] values, TapPoint inside) {
        if (inside.wantsAccumulators()) {
            int[] sums = new int[values.length];
            Arrays.setAll(sums, i -> values[i]);
            inside.accumulators("v", sums, shape.dim());
        }
        inside.codes("v", values, shape.dim());
    }

    private byte[] norm(QuantizedMeanNorm after, byte[] mean) {
        return rows(after.norm(), GoldenLinear.stream(after.layer(), mean, QuantizedMeanNorm.NAME, tap));
    }

    private byte[] rows(QuantizedReadout step, StreamCodes stream) {
        return step instanceof QuantizedNorm norm
                ? norm(norm, stream, norm.name(), tap)
                : narrow((QuantizedNarrowing) step, stream);
    }

    static byte[] norm(QuantizedNorm norm, StreamCodes stream, String name, TapPoint tap) {
        byte[] codes = LayerNormKernel.normalize(stream, norm.gain(), norm.offset(), norm.shift());
        tap.codes(name, codes, norm.dim());
        return codes;
    }

    /** A layer of §2 to which only the stream contributes: its sums are 0. */
    private byte[] narrow(QuantizedNarrowing narrowing, StreamCodes stream) {
        tap.accumulators(narrowing.name(), new int[stream.codes().length], stream.columns());
        byte[] codes = RequantKernel.narrowed(stream, narrowing.residualShift());
        tap.codes(narrowing.name(), codes, stream.columns());
        return codes;
    }
}
