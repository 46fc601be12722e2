// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.Arrays;
import org.p2vit.hw.buffer.BufferSpec;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.memory.BufferShape;

/**
 * Resources of a configuration by counting, for comparing configurations without synthesis. DSPs and memories are what the
 * structure asks for. LUTs are per lane of each unit, from yosys' netlists of the units (xc7; a LUT-memory primitive counts as
 * four), plus what control, DMA and the sides of the buffers take for each byte of a word.
 *
 * @param lut 6-input look-up tables, LUT memories included
 * @param dsp DSP48E2 slices
 * @param bram36 36-Kbit block memories of the buffers
 * @param uram 288-Kbit memories of the buffers
 */
public record ResourceEstimate(long lut, long dsp, long bram36, long uram) {
    /** Adder trees and accumulators of two dot products that share their weights, for each product. */
    private static final int MATMUL_LUTS_PER_PRODUCT = 18;
    /** Low bits, fields and the second adder tree of scalable elements, more for each product. */
    private static final int SCALABLE_LUTS_PER_PRODUCT = 35;
    /** Where chains of blocks add: adders and accumulators behind them, and what holds operands back. */
    private static final int CASCADE_LUTS_PER_PRODUCT = 6;
    /** MATMUL, beside the array, for each accumulator that its queue passes on. */
    private static final int MATMUL_LUTS_PER_SUM = 33;

    private static final int REQUANT_LUTS_PER_LANE = 460;
    /** REQUANT, per lane: the product of GELU. */
    private static final int REQUANT_LANE_DSPS = 1;

    private static final int SOFTMAX_LUTS_PER_LANE = 170;
    private static final int NORM_LUTS_PER_LANE = 420;
    private static final int CONTROL_LUTS = 5500;
    private static final int BUFFER_LUTS_PER_BYTE = 500;

    /** NORM, per channel: the scaling by the channel count, by the root and by the gain. */
    private static final int NORM_LANE_DSPS = 3;
    /** NORM, per row: products of the variance, and the interpolation of the root. */
    private static final int NORM_ROW_DSPS = 5;

    private static final int URAM_WORDS = 4096;
    private static final int[] BRAM_BITS = {72, 36, 18, 9};
    private static final int BRAM_KIBIBITS = 36;
    /** The widest half of a block. */
    private static final int HALF_BRAM_BITS = 36;

    public static ResourceEstimate of(AcceleratorConfig config) {
        ArrayConfig array = config.array();
        AttentionEstimate attention = AttentionEstimate.of(config.attention());
        long dsp = array.multipliers()
                + attention.dsps(array)
                + REQUANT_LANE_DSPS * lanes(array)
                + (long) NORM_LANE_DSPS * array.word()
                + NORM_ROW_DSPS;
        ResourceEstimate logic = new ResourceEstimate(luts(array) + attention.luts(array), dsp, 0, 0);
        for (BufferSpec buffer : new BufferTable(config).all()) {
            logic = logic.plus(buffer);
        }
        return logic;
    }

    /** Of REQUANT, and of SOFTMAX. */
    private static long lanes(ArrayConfig array) {
        return (long) array.postPipes() * array.word();
    }

    private static long luts(ArrayConfig array) {
        long sums = (long) array.tokenTile() * array.word();
        return lutsPerProduct(array.pe()) * (long) array.macsPerCycle()
                + MATMUL_LUTS_PER_SUM * sums
                + (REQUANT_LUTS_PER_LANE + SOFTMAX_LUTS_PER_LANE) * lanes(array)
                + (NORM_LUTS_PER_LANE + BUFFER_LUTS_PER_BYTE) * (long) array.word()
                + CONTROL_LUTS;
    }

    private static int lutsPerProduct(ProcessingElement pe) {
        return switch (pe) {
            case PACKED, PLAIN -> MATMUL_LUTS_PER_PRODUCT;
            case SCALABLE -> MATMUL_LUTS_PER_PRODUCT + SCALABLE_LUTS_PER_PRODUCT;
            case CASCADE -> CASCADE_LUTS_PER_PRODUCT;
        };
    }

    private ResourceEstimate plus(BufferSpec buffer) {
        int bits = buffer.wordBits();
        int depth = buffer.depth();
        return switch (buffer.style()) {
            case ULTRA -> {
                int apart = BufferShape.bitsInBlocks(HwMemory.Style.ULTRA, bits);
                long columns = ceilDiv(bits - apart, BufferShape.ULTRA_BITS);
                ResourceEstimate blocks = withBlocks(buffer.banks(), apart, depth);
                long more = buffer.banks() * columns * ceilDiv(depth, URAM_WORDS);
                yield new ResourceEstimate(lut, dsp, blocks.bram36, uram + more);
            }
            case BLOCK -> withBlocks(buffer.banks(), bits, depth);
            default -> this;
        };
    }

    private ResourceEstimate withBlocks(int banks, int bits, int depth) {
        return new ResourceEstimate(lut, dsp, bram36 + (banks * halfBlocks(bits, depth) + 1) / 2, uram);
    }

    /** The shape of blocks that wastes least, and the least that holds the bits besides. */
    private static int halfBlocks(int bits, int words) {
        int best = Integer.MAX_VALUE;
        for (int width : BRAM_BITS) {
            int rest = Arrays.stream(BRAM_BITS)
                    .filter(other -> bits % width <= other)
                    .map(other -> column(other, words))
                    .min()
                    .orElseThrow();
            best = Math.min(best, bits / width * column(width, words) + (bits % width == 0 ? 0 : rest));
        }
        return best;
    }

    /** Halves of blocks as wide as a column of so many words. */
    private static int column(int width, int words) {
        int depth = 1024 * BRAM_KIBIBITS / width;
        int rest = words % depth;
        boolean half = width <= HALF_BRAM_BITS && rest <= depth / 2;
        return words / depth * 2 + (rest == 0 ? 0 : half ? 1 : 2);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
