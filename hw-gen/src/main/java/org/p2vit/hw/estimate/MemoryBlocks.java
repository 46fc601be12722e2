// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.Arrays;
import org.p2vit.hw.buffer.BufferSpec;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.memory.BufferShape;
import org.p2vit.hw.memory.MemoryShape;
import org.p2vit.hw.unit.norm.LayerNormUnit;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;

/**
 * Blocks that memories take, counted from their shapes.
 *
 * @param halves block memories of 18 Kibit, halves of those of 36
 * @param ultra UltraRAMs of 288 Kibit
 */
record MemoryBlocks(long halves, long ultra) {
    private static final MemoryBlocks NONE = new MemoryBlocks(0, 0);
    private static final int URAM_WORDS = 4096;
    private static final int[] BRAM_BITS = {72, 36, 18, 9};
    private static final int BRAM_KIBIBITS = 36;
    /** The widest half of a block. */
    private static final int HALF_BRAM_BITS = 36;

    /** Of the buffers, the logits that SOFTMAX keeps and the rows that NORM keeps. */
    static MemoryBlocks of(AcceleratorConfig config) {
        MemoryBlocks all = NONE;
        for (BufferSpec buffer : new BufferTable(config).all()) {
            MemoryShape bank = new MemoryShape(buffer.wordBits(), buffer.depth(), buffer.style());
            all = all.plus(of(bank), buffer.banks());
        }
        ArrayConfig array = config.array();
        int tile = array.tokenTile();
        int pipes = array.postPipes();
        MemoryShape logits = SoftmaxUnit.logitBuffer(
                tile, array.word(), pipes, config.limits().maxTokens());
        MemoryShape rows =
                LayerNormUnit.rowBuffer(tile, array.word(), config.limits().maxDim());
        return all.plus(of(logits), pipes).plus(of(rows), 1);
    }

    static MemoryBlocks of(MemoryShape memory) {
        int bits = memory.wordBits();
        int depth = memory.depth();
        return switch (memory.style()) {
            case DISTRIBUTED -> NONE;
            case BLOCK -> new MemoryBlocks(halves(bits, depth), 0);
            case ULTRA -> {
                int apart = BufferShape.bitsInBlocks(HwMemory.Style.ULTRA, bits);
                long columns = ceilDiv(bits - apart, BufferShape.ULTRA_BITS);
                yield new MemoryBlocks(halves(apart, depth), columns * ceilDiv(depth, URAM_WORDS));
            }
        };
    }

    private MemoryBlocks plus(MemoryBlocks other, int times) {
        return new MemoryBlocks(halves + times * other.halves, ultra + times * other.ultra);
    }

    /** The shape of blocks that wastes least, and the least that holds the bits besides. */
    private static int halves(int bits, int words) {
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
