// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.ScalableMachine;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/**
 * Small networks of any shape, with 4 or 8 bits for each layer by itself, embedding and head too: every program comes to its end, and no
 * word of it is touched too early.
 */
@Tag("slow")
class RandomProgramTests {
    private static final int NETWORKS = 120;

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "pynq-z2", "kv260", ScalableMachine.FILE})
    void comesToItsEnd(String name) {
        AcceleratorConfig config = AcceleratorConfig.load(name);
        Random seeds = new Random(1);
        for (int i = 0; i < NETWORKS; i++) {
            long seed = seeds.nextLong();
            Random random = new Random(seed);
            VitShape shape = shape(random, config);
            Map<String, Integer> bits = new HashMap<>();
            QuantizedVit network = RandomQuantizedVit.ofAll(
                    shape,
                    layer -> bits.computeIfAbsent(layer, key -> random.nextBoolean() ? 4 : 8),
                    config.attention().coding(),
                    seed);
            Overlap overlap = i % 4 == 0 ? Overlap.values()[random.nextInt(Overlap.values().length)] : Overlap.BOTH;
            requireSafe(network, config, overlap, "seed " + seed + ", " + shape + ", " + bits);
        }
    }

    /** Every layer that is emitted, with 4 and 8 bits, in one output tile, two, and an odd number. */
    @ParameterizedTest
    @CsvSource({"tiny, 8", "tiny, 16", "tiny, 24", "kv260, 16", "kv260, 32", "kv260, 48"})
    void everyLayerHasOneTileOrMore(String name, int dim) {
        AcceleratorConfig config = AcceleratorConfig.load(name);
        for (int mlp = 1; mlp <= 3; mlp++) {
            for (int classes :
                    new int[] {1, config.array().word() + 1, 3 * config.array().word()}) {
                VitShape shape = new VitShape(
                        12, 12, 3, 4, dim, 2, 1, mlp * config.array().word(), classes);
                for (String int4 : new String[] {"patch_embed", "q", "k", "v", "proj", "fc1", "fc2", "head", ""}) {
                    QuantizedVit network = RandomQuantizedVit.ofAll(
                            shape,
                            layer -> layer.endsWith(int4) ? 4 : 8,
                            config.attention().coding(),
                            1);
                    requireSafe(network, config, Overlap.BOTH, shape + ", 4 bits: " + int4);
                }
            }
        }
    }

    /** More output tiles than a command can count go in several. */
    @Test
    void aSliceFitsACommand() {
        AcceleratorConfig tiny = AcceleratorConfig.load("tiny");
        AcceleratorConfig wide = Configs.withBuffers(tiny, 8192, 4096, 2048);
        for (int bits : new int[] {4, 8}) {
            QuantizedVit network = RandomQuantizedVit.ofAll(
                    new VitShape(8, 8, 3, 4, 8, 1, 1, 8, 8 * 1024 + 1),
                    layer -> bits,
                    tiny.attention().coding(),
                    1);

            requireSafe(network, wide, Overlap.BOTH, bits + " bits");
        }
    }

    private static void requireSafe(QuantizedVit network, AcceleratorConfig config, Overlap overlap, String what) {
        Program program = NetworkCompiler.compile(network, config, overlap);

        assertThat(new HazardReplay(program, config, program.commands(3)).find())
                .as(what)
                .isNull();
    }

    private static VitShape shape(Random random, AcceleratorConfig config) {
        int word = config.array().word();
        int heads = 1 + random.nextInt(4);
        int headWords = 1 + random.nextInt(Math.max(1, config.limits().maxHeadDim() / word));
        heads = Math.min(heads, Math.max(1, config.limits().maxDim() / (headWords * word)));
        int dim = heads * headWords * word;
        int height = 1 + random.nextInt(6);
        int width = 1 + random.nextInt(6);
        int patch = 1 + random.nextInt(8);
        int channels = random.nextBoolean() ? 1 : 3;
        int mlp = word * (1 + random.nextInt(6));
        int classes = 1 + random.nextInt(3 * word);
        return new VitShape(
                height * patch, width * patch, channels, patch, dim, 1 + random.nextInt(3), heads, mlp, classes);
    }
}
