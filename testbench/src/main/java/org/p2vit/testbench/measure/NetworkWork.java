// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.measure;

import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;

/**
 * Multiply-accumulates of one inference, without padding: patch embedding, all blocks with Q·Kᵀ and A·V, head on the class
 * token.
 *
 * @param macs all of them
 * @param int4 those with weights of 4 bits
 * @param attentionValue those of A·V, which the machine does by shifts
 */
public record NetworkWork(long macs, long int4, long attentionValue) {
    /** Of a network with 8-bit weights. */
    public static NetworkWork of(VitShape shape) {
        long tokens = shape.tokens();
        long dim = shape.dim();
        long attentionValue = shape.depth() * tokens * tokens * dim;
        long linear = shape.depth() * tokens * dim * (4 * dim + 2L * shape.mlpDim());
        long embedding = (long) shape.patches() * shape.patchDepth() * dim;
        long head = (long) shape.headInputs() * shape.classes();
        return new NetworkWork(embedding + linear + 2 * attentionValue + head, 0, attentionValue);
    }

    public static NetworkWork of(QuantizedVit network) {
        NetworkWork all = of(network.shape());
        long int4 = network.blocks().stream()
                .flatMap(block -> block.layers().stream())
                .filter(layer -> layer.weightBits() == 4)
                .mapToLong(layer -> (long) network.shape().tokens() * layer.outputs() * layer.inputs())
                .sum();
        return new NetworkWork(all.macs, int4, all.attentionValue);
    }

    /** MACs as the array counts them: two with 4-bit weights are one where it makes both at once. */
    private double counted(ArrayConfig array) {
        return macs - int4 + (double) int4 / array.pe().int4Tiles();
    }

    /**
     * All work in relation to the multipliers' cycles, A·V included also where shift lanes do it: macs / (T·W·W · cycles), by the doubled peak
     * where a scalable array has weights of 4 bits.
     */
    public double utilisation(ArrayConfig array, long cycles) {
        return counted(array) / ((double) array.macsPerCycle() * cycles);
    }

    /** Part of the multipliers' cycles that the work they do themselves fills: A·V left out where shift lanes do it. */
    public double utilisationByMultipliers(AcceleratorConfig config, long cycles) {
        long others = Unit.SHIFTMM.builtWith(config.attention()) ? attentionValue : 0;
        return (counted(config.array()) - others) / ((double) config.array().macsPerCycle() * cycles);
    }

    /** {@link #utilisation} over multipliers and, where there are any, the T·T·W shift lanes together. */
    public double utilisationWithShiftLanes(AcceleratorConfig config, long cycles) {
        ArrayConfig array = config.array();
        boolean shift = Unit.SHIFTMM.builtWith(config.attention());
        long lanes = !shift ? 0 : (long) array.tokenTile() * array.tokenTile() * array.word();
        return counted(array) / ((double) (array.macsPerCycle() + lanes) * cycles);
    }
}
