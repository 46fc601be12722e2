// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.BufferConfig;
import org.p2vit.hw.config.ProcessingElement;

/**
 * Resources of a configuration by counting, for comparing configurations without synthesis. DSPs and memories are what the
 * structure asks for. LUTs are per lane of each unit, from yosys' netlists of the units at T = 8, W = 16, R = 2 (xc7; a
 * LUT-memory primitive counts as four), plus a constant for control and DMA.
 *
 * @param lut 6-input look-up tables, LUT memories included
 * @param dsp DSP48E2 slices
 * @param bram36 36-Kbit block memories of the buffers
 * @param uram 288-Kbit memories of the buffers
 */
public record ResourceEstimate(long lut, long dsp, long bram36, long uram) {
    private static final int MATMUL_LUTS_PER_MULTIPLIER = 13;
    /** Low bits, fields and the second adder tree of scalable elements, over {@code MATMUL_LUTS_PER_MULTIPLIER}. */
    private static final int SCALABLE_LUTS_PER_MULTIPLIER = 35;

    private static final int REQUANT_LUTS_PER_LANE = 350;
    private static final int SOFTMAX_LUTS_PER_LANE = 400;
    private static final int SHIFTMM_LUTS_PER_LANE = 57;
    private static final int NORM_LUTS_PER_LANE = 420;
    private static final int CONTROL_LUTS = 6000;

    /** NORM, per channel: a square, the scaling by the channel count, by the root and by the gain. */
    private static final int NORM_LANE_DSPS = 4;
    /** NORM, per row: products of the variance, and the interpolation of the root. */
    private static final int NORM_ROW_DSPS = 5;

    private static final int PARAMETER_BANKS = 8;
    private static final int URAM_BITS = 72;
    private static final int URAM_WORDS = 4096;
    private static final int[] BRAM_BITS = {72, 36, 18, 9};
    private static final int BRAM_KIBIBITS = 36;

    public static ResourceEstimate of(AcceleratorConfig config) {
        ArrayConfig array = config.array();
        var buffers = config.buffers();
        int bits = array.wordBits();
        int tile = array.tokenTile();
        long softmax = config.attention() == AttentionKind.SHIFT ? 0 : (long) array.postPipes() * array.word();
        long dsp = array.multipliers() + softmax + (long) NORM_LANE_DSPS * array.word() + NORM_ROW_DSPS;
        ResourceEstimate logic = new ResourceEstimate(luts(array, config.attention()), dsp, 0, 0);
        return logic.plus(tile, bits, buffers.activation())
                .plus(array.word(), bits, buffers.weight())
                .plus(tile, bits, buffers.residual())
                .plus(tile, bits, buffers.value())
                .plus(tile, bits / 2, buffers.code())
                .plus(PARAMETER_BANKS, bits, buffers.requantParam())
                .plus(PARAMETER_BANKS, bits, buffers.normParam())
                .plus(Integer.BYTES, bits, buffers.logit());
    }

    private static long luts(ArrayConfig array, AttentionKind attention) {
        long lanes = (long) array.postPipes() * array.word();
        boolean shift = attention == AttentionKind.SHIFT;
        long shiftLanes = shift ? (long) array.tokenTile() * array.tokenTile() * array.word() : 0;
        int matMul = MATMUL_LUTS_PER_MULTIPLIER
                + (array.pe() == ProcessingElement.SCALABLE ? SCALABLE_LUTS_PER_MULTIPLIER : 0);
        return matMul * (long) array.macsPerCycle()
                + (REQUANT_LUTS_PER_LANE + SOFTMAX_LUTS_PER_LANE) * lanes
                + SHIFTMM_LUTS_PER_LANE * shiftLanes
                + NORM_LUTS_PER_LANE * (long) array.word()
                + CONTROL_LUTS;
    }

    private ResourceEstimate plus(int banks, int bits, BufferConfig buffer) {
        if (buffer == null) {
            return this;
        }
        return switch (buffer.style()) {
            case ULTRA ->
                new ResourceEstimate(
                        lut,
                        dsp,
                        bram36,
                        uram + (long) banks * ceilDiv(bits, URAM_BITS) * ceilDiv(buffer.words(), URAM_WORDS));
            case BLOCK -> new ResourceEstimate(lut, dsp, bram36 + banks * blocks(bits, buffer.words()), uram);
            default -> this;
        };
    }

    /** The shape of a block that wastes least. */
    private static long blocks(int bits, int words) {
        long best = Long.MAX_VALUE;
        for (int width : BRAM_BITS) {
            int depth = 1024 * BRAM_KIBIBITS / width;
            best = Math.min(best, (long) ceilDiv(bits, width) * ceilDiv(words, depth));
        }
        return best;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
