// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.math.BigDecimal;
import java.util.Random;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.BufferConfig;
import org.p2vit.hw.config.BufferSetConfig;
import org.p2vit.hw.config.ControlConfig;
import org.p2vit.hw.config.Grade;
import org.p2vit.hw.config.LimitConfig;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.quant.InvalidInputException;

/**
 * Draws configurations from everything that is legal: each key is at its least, its greatest, or an odd value between, and each
 * buffer exactly as large as the limits demand, one word more, or as large as commands can address.
 */
public final class LegalConfigurations {
    /** Of every drawn configuration whose name does not matter. */
    static final String NAME = "drawn";

    private static final BufferConfig HALF = new BufferConfig(1 << 15, HwMemory.Style.BLOCK);

    private final Random random;
    private final int mostMacs;

    /** @param mostMacs multiply-accumulates per cycle of the largest array */
    public LegalConfigurations(long seed, int mostMacs) {
        random = new Random(seed);
        this.mostMacs = mostMacs;
    }

    /**
     * Where tokens, words and lanes are equally many, buffers use all but one bit of their addresses, and so does the memory port:
     * indices and bits that every smaller configuration uses are left over.
     */
    public static AcceleratorConfig square(AttentionKind attention) {
        BufferConfig values = attention == AttentionKind.SHIFT ? HALF : null;
        return named(
                "square-" + attention.label(),
                new ArrayConfig(8, 8, 8, ProcessingElement.PACKED),
                attention,
                new BufferSetConfig(HALF, HALF, HALF, values, values, HALF, HALF, HALF),
                new LimitConfig(80, 96, 32),
                new ControlConfig(2, 63, 1));
    }

    /** A configuration for no board. */
    static AcceleratorConfig named(
            String name,
            ArrayConfig array,
            AttentionKind attention,
            BufferSetConfig buffers,
            LimitConfig limits,
            ControlConfig control) {
        return new AcceleratorConfig(
                name,
                Grade.EXPERIMENTAL,
                AcceleratorConfig.NO_BOARD,
                "drawn",
                BigDecimal.valueOf(100),
                array,
                attention,
                buffers,
                limits,
                control);
    }

    /** The next one. */
    public AcceleratorConfig next(String name) {
        while (true) {
            try {
                AcceleratorConfig config = draw(name);
                if (config.array().macsPerCycle() <= mostMacs) {
                    return config;
                }
            } catch (InvalidInputException refused) {
                // The array is none, or the limits that were drawn together need more than a buffer can have.
            }
        }
    }

    private AcceleratorConfig draw(String name) {
        int word = one(8, 16);
        ArrayConfig array =
                new ArrayConfig(one(2, 4, 8, 16), word, one(1, 2, 4, 8, 16), one(ProcessingElement.values()));
        AttentionKind attention = one(AttentionKind.values());
        int dimWords = one(1, 2, 3, 5, 96 / word, 1000 / word, LimitConfig.MOST_DIM / word);
        int headWords = one(1, 2, 3, LimitConfig.MOST_HEAD_DIM / word);
        LimitConfig limits = new LimitConfig(
                one(2, 3, 17, 80, 255, LimitConfig.MOST_TOKENS - 1, LimitConfig.MOST_TOKENS),
                dimWords * word,
                Math.min(headWords, dimWords) * word);
        ControlConfig control =
                new ControlConfig(one(2, 4, 8, 16, 64), one(32, 33, 39, 40, 63, 64), one(1, 2, 8, 16, 32));
        return named(name, array, attention, buffers(array, attention, limits), limits, control);
    }

    private BufferSetConfig buffers(ArrayConfig array, AttentionKind attention, LimitConfig limits) {
        int tiles = array.tiles(limits.maxTokens());
        int keys = array.words(limits.maxTokens());
        int dim = array.words(limits.maxDim());
        int head = array.words(limits.maxHeadDim());
        boolean shift = attention == AttentionKind.SHIFT;
        return new BufferSetConfig(
                buffer(tiles * (2 * dim + (shift ? 2 * head : head + keys))),
                buffer(2 * keys * head + dim),
                buffer(tiles * dim),
                shift ? buffer(2 * tiles * head) : null,
                shift ? buffer(2 * tiles * keys) : null,
                buffer(dim),
                buffer(dim),
                buffer(one(2, 16)));
    }

    private BufferConfig buffer(int needed) {
        int words = one(
                needed,
                needed,
                needed + 1,
                2 * needed,
                Integer.highestOneBit(2 * needed - 1),
                Math.max(needed, BufferConfig.MOST_WORDS / 2),
                BufferConfig.MOST_WORDS);
        return new BufferConfig(Math.max(2, words), one(HwMemory.Style.values()));
    }

    private int one(int... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
