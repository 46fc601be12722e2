// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.lint;

import java.util.ArrayList;
import java.util.List;
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
 * buffer as small as the limits allow, one word more, or as large as commands can address.
 */
final class LegalConfigurations {
    private static final int MOST_WORDS = 1 << 16;
    private static final BufferConfig HALF = new BufferConfig(1 << 15, HwMemory.Style.BLOCK);

    private final Random random;
    private final int mostMacs;

    /** @param mostMacs multiply-accumulates per cycle of the largest array */
    LegalConfigurations(long seed, int mostMacs) {
        random = new Random(seed);
        this.mostMacs = mostMacs;
    }

    /**
     * Where tokens, words and lanes are equally many, buffers use all but one bit of their addresses, and so does the memory port:
     * indices and bits that every smaller configuration uses are left over.
     */
    static AcceleratorConfig square(AttentionKind attention) {
        BufferConfig values = attention == AttentionKind.SHIFT ? HALF : null;
        return new AcceleratorConfig(
                "square-" + attention.label(),
                Grade.EXPERIMENTAL,
                "none",
                "tokens, words and lanes equally many",
                100,
                new ArrayConfig(8, 8, 8, ProcessingElement.PACKED),
                attention,
                new BufferSetConfig(HALF, HALF, HALF, values, values, HALF, HALF, HALF),
                new LimitConfig(80, 96, 32),
                new ControlConfig(2, 63, 1));
    }

    /** The next one; its name is unique to {@code index} only. */
    AcceleratorConfig next(int index) {
        while (true) {
            try {
                AcceleratorConfig config = draw("legal-" + index);
                if (config.array().macsPerCycle() <= mostMacs) {
                    return config;
                }
            } catch (InvalidInputException refused) {
                // The limits that were drawn together need more than a buffer can have.
            }
        }
    }

    private AcceleratorConfig draw(String name) {
        int word = one(8, 16);
        int tokenTile = one(2, 4, 8, 16);
        int postPipes = one(1, 2, 4, 8, 16);
        ArrayConfig array = new ArrayConfig(tokenTile, word, postPipes, one(ProcessingElement.values()));
        AttentionKind attention = one(AttentionKind.values());
        int maxDim = one(8, 9, 16, 96, 1000, 1024);
        LimitConfig limits =
                new LimitConfig(one(2, 3, 17, 80, 255, 1022, 1023), maxDim, one(8, 13, 16, 32, Math.min(128, maxDim)));
        ControlConfig control =
                new ControlConfig(one(2, 4, 8, 16, 64), one(32, 33, 39, 40, 63, 64), one(1, 2, 8, 16, 32));
        return new AcceleratorConfig(
                name,
                one(Grade.values()),
                "none",
                "drawn",
                100,
                array,
                attention,
                buffers(array, attention, limits),
                limits,
                control);
    }

    private BufferSetConfig buffers(ArrayConfig array, AttentionKind attention, LimitConfig limits) {
        int tiles = ceil(limits.maxTokens(), array.tokenTile());
        int keys = ceil(limits.maxTokens(), array.word());
        int dim = ceil(limits.maxDim(), array.word());
        int head = ceil(limits.maxHeadDim(), array.word());
        boolean shift = attention == AttentionKind.SHIFT;
        return new BufferSetConfig(
                buffer(tiles * dim),
                buffer(2 * keys * head),
                buffer(tiles * dim),
                shift ? buffer(2 * tiles * head) : null,
                shift ? buffer(2 * tiles * keys) : null,
                buffer(dim),
                buffer(dim),
                buffer(2));
    }

    private BufferConfig buffer(int needed) {
        List<Integer> sizes = new ArrayList<>(List.of(Math.max(needed, 2), needed + 1, Math.max(needed, 32_768)));
        sizes.add(MOST_WORDS);
        sizes.add(Math.max(2, Integer.highestOneBit(2 * needed - 1)));
        return new BufferConfig(sizes.get(random.nextInt(sizes.size())), one(HwMemory.Style.values()));
    }

    private static int ceil(int count, int size) {
        return (count + size - 1) / size;
    }

    private int one(int... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
