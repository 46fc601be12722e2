// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.LimitConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.measure.NetworkWork;

/**
 * Draws networks that a configuration promises to run, with sizes around its tile and its word and at its limits, and what they run
 * with. How large they are is bounded by the array's work, so that a run takes a second.
 */
final class CaseDrawing {
    private static final long MOST_STEPS = 25_000;
    private static final int TRIES = 200;

    private final AcceleratorConfig config;
    private final Random random;
    private final int word;

    CaseDrawing(AcceleratorConfig config, long seed) {
        this.config = config;
        this.random = new Random(seed);
        this.word = config.array().word();
    }

    /** A network, and so many cases with it. */
    List<FuzzCase> next(int count) {
        FuzzNetwork network = network();
        List<FuzzCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int images = one(1, 1, 2, 3);
            Overlap overlap = random.nextInt(3) > 0 ? Overlap.BOTH : one(Overlap.values());
            cases.add(new FuzzCase(config, network, memory(), images, overlap, random.nextInt(1_000_000)));
        }
        return cases;
    }

    private FuzzNetwork network() {
        VitShape shape = shape();
        StringBuilder bits = new StringBuilder();
        int kind = random.nextInt(3);
        for (int layer = 0; layer < FuzzNetwork.layers(shape.depth()); layer++) {
            bits.append(kind == 0 || kind == 2 && random.nextBoolean() ? 8 : 4);
        }
        FuzzValues values = random.nextInt(2) == 0 ? FuzzValues.TYPICAL : one(FuzzValues.values());
        return new FuzzNetwork(shape, bits.toString(), values);
    }

    private VitShape shape() {
        for (int i = 0; i < TRIES; i++) {
            try {
                VitShape shape = variant(draw());
                NetworkCompiler.requireShape(shape, config);
                if (NetworkWork.of(shape).macs() / config.array().macsPerCycle() <= MOST_STEPS) {
                    return shape;
                }
            } catch (InvalidInputException refused) {
                // More of a buffer than there is, or no shape of a network.
            }
        }
        return new VitShape(1, 1, 1, 1, word, 1, 1, word, 1);
    }

    private VitShape draw() {
        LimitConfig limits = config.limits();
        ArrayConfig array = config.array();
        int tile = array.tokenTile();
        int tokens = one(
                2,
                tile - 1,
                tile,
                tile + 1,
                word - 1,
                word,
                word + 1,
                2 * word + 1,
                limits.maxTokens() - 1,
                limits.maxTokens(),
                2 + random.nextInt(80));
        int patches = Math.max(1, Math.min(tokens, limits.maxTokens()) - 1);
        int rows = one(Stream.iterate(1, n -> n + 1)
                .limit(patches)
                .filter(n -> patches % n == 0)
                .toArray(Integer[]::new));
        int head = one(word, 2 * word, limits.maxHeadDim(), upTo(2 * word), upTo(limits.maxHeadDim()));
        head = Math.min(head, limits.maxHeadDim());
        int most = Math.max(1, limits.maxDim() / head);
        int heads = one(1, 2, 3, most, upTo(most));
        int patch = one(1, 1, 2, 3, 4, 7);
        int classes = one(1, word - 1, word, word + 1, upTo(4 * word));
        int mlp = one(word, 2 * word, 3 * word, upTo(3 * word), upTo(24 * word));
        return new VitShape(
                rows * patch,
                patches / rows * patch,
                one(1, 3),
                patch,
                head * Math.min(heads, most),
                one(1, 1, 2, 3),
                Math.min(heads, most),
                mlp,
                classes);
    }

    /** Half of the networks are plain; the others have other constant tokens, readouts and activations. */
    private VitShape variant(VitShape plain) {
        if (random.nextBoolean()) {
            return plain;
        }
        Readout readout = one(Readout.values());
        int classTokens =
                switch (readout) {
                    case NORM -> one(1, 2);
                    case DIRECT -> 1;
                    case MEAN_NORM, NORM_MEAN, MEAN -> one(0, 1);
                };
        return plain.with(readout).with(classTokens, one(0, 1, 4)).with(one(Activation.values()));
    }

    private int upTo(int most) {
        return 1 + random.nextInt(most);
    }

    /** The two that figures are stated for, one like them, or one whose channels pause as each likes. */
    private FuzzMemory memory() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> FuzzMemory.of(MemoryTiming.STANDARD);
            case 2 -> FuzzMemory.of(MemoryTiming.HARDER);
            case 3, 4 -> FuzzMemory.of(one(1, 2, 7, 40, 150, 400), one(1, 2, 3, 8, 32), one(0, 0, 5));
            default ->
                new FuzzMemory(
                        one(1, 5, 40, 200),
                        one(1, 2, 8),
                        Stream.generate(() -> one(0, 10, 30, 50, 80)).limit(5).toList());
        };
    }

    private int one(int... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
