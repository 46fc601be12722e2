// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.Board;
import org.p2vit.hw.config.BufferConfig;
import org.p2vit.hw.config.BufferSetConfig;
import org.p2vit.hw.config.ControlConfig;
import org.p2vit.hw.config.Grade;
import org.p2vit.hw.config.LimitConfig;
import org.p2vit.hw.config.Resource;
import org.p2vit.hw.dsl.HwMemory.Style;
import org.p2vit.hw.program.Buffer;
import org.p2vit.quant.model.VitShape;

/**
 * All array shapes for one network, each with buffers just large enough for it. Deep buffers are put in UltraRAM where the board has
 * some, shallow ones in block memory.
 */
public final class DesignSpace {
    private static final int[] WORDS = {8, 16};
    private static final int LARGEST_TILE = 16;
    /** Deepest output tiles that the weight buffer holds beside the keys: one in use, the others loading. */
    private static final int WEIGHT_SLICES = 4;

    /** Less makes slices of so few output tiles that parameters and latency are felt. */
    private static final int LEAST_WEIGHT_WORDS = 1024;

    private static final int ULTRA_FROM = 2048;
    /** Words of half a block memory that is as wide as it can be. */
    private static final int BLOCK_WORDS = 512;

    private DesignSpace() {}

    /** Every legal token tile, word and number of post pipes, with the multipliers, the kind of attention, the control, the clock and the board of {@code like}. */
    public static List<AcceleratorConfig> of(VitShape shape, AcceleratorConfig like) {
        List<AcceleratorConfig> configs = new ArrayList<>();
        for (int word : WORDS) {
            for (int tile = 2; tile <= Math.min(word, LARGEST_TILE); tile *= 2) {
                for (int pipes = 1; pipes <= tile; pipes *= 2) {
                    configs.add(config(
                            shape,
                            new ArrayConfig(tile, word, pipes, like.array().pe()),
                            like));
                }
            }
        }
        return configs;
    }

    private static AcceleratorConfig config(VitShape shape, ArrayConfig array, AcceleratorConfig like) {
        ControlConfig control = like.control();
        String name = String.format(Locale.ROOT, "%dx%dx%d", array.tokenTile(), array.word(), array.postPipes());
        LimitConfig limits = new LimitConfig(shape.tokens(), shape.dim(), shape.headDim());
        return new AcceleratorConfig(
                name,
                Grade.EXPERIMENTAL,
                like.board(),
                "T x W x R of an exploration",
                like.clockMhz(),
                array,
                like.attention(),
                buffers(shape, array, new BufferTable(like).has(Buffer.VAL), hasUltra(like)),
                limits,
                control);
    }

    private static boolean hasUltra(AcceleratorConfig like) {
        return Board.named(like.board())
                .map(board -> board.available().get(Resource.URAM) > 0)
                .orElse(true);
    }

    /**
     * @param valueBuffers whether values and codes of attention have buffers of their own
     * @param ultra whether there are UltraRAMs
     */
    private static BufferSetConfig buffers(VitShape shape, ArrayConfig array, boolean valueBuffers, boolean ultra) {
        int tiles = array.tiles(shape.tokens());
        int dim = array.words(shape.dim());
        int head = array.words(shape.headDim());
        int hidden = array.words(shape.mlpDim());
        int patch = array.words(shape.patchDepth());
        int keys = array.words(shape.tokens());
        int attentionDim = dim + (valueBuffers ? 2 * head : head + keys);
        int shared = Math.max(tiles * hidden, Math.max(tiles * attentionDim, tiles * patch));
        int deepest = Math.max(hidden, Math.max(dim, patch));
        return new BufferSetConfig(
                buffer(tiles * dim + shared, ultra),
                block(Math.max(LEAST_WEIGHT_WORDS, 2 * keys * head + WEIGHT_SLICES * deepest)),
                buffer(tiles * dim, ultra),
                valueBuffers ? block(2 * tiles * head) : null,
                valueBuffers ? block(2 * tiles * keys) : null,
                block(5 * dim + hidden),
                block(4 * dim),
                new BufferConfig(powerOfTwo(array.words(shape.classes())), Style.DISTRIBUTED));
    }

    private static BufferConfig buffer(int words, boolean ultra) {
        return ultra && powerOfTwo(words) >= ULTRA_FROM
                ? new BufferConfig(powerOfTwo(words), Style.ULTRA)
                : block(words);
    }

    private static BufferConfig block(int words) {
        int depth = words <= BLOCK_WORDS ? powerOfTwo(words) : (words + BLOCK_WORDS - 1) / BLOCK_WORDS * BLOCK_WORDS;
        return new BufferConfig(depth, Style.BLOCK);
    }

    private static int powerOfTwo(int words) {
        return words <= 2 ? 2 : Integer.highestOneBit(words - 1) << 1;
    }
}
