// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.memory.BufferShape;
import org.p2vit.hw.memory.WideReadBuffer;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.port.WriteKind;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

/** A buffer whose words stay the greatest of what is written since they were last new, written in every cycle. */
@Tag("cosim")
class GreatestBufferCosimTests {
    private static final long SEED = 37;
    private static final int BITS = 3;
    private static final int DEPTH = 5;
    private static final int CYCLES = 3000;

    @ParameterizedTest
    @CsvSource({"4, 1", "4, 2", "8, 8"})
    void wordsAreTheGreatestSinceTheyWereNew(int banks, int lanes) {
        BufferShape shape =
                new BufferShape(banks, BITS, DEPTH, HwMemory.Style.DISTRIBUTED, lanes, WriteKind.GREATEST, List.of());
        String name = "GreatestBuffer-%d-%d".formatted(banks, lanes);
        try (Model model = VerilatedUnit.open(name, SEED, () -> new WideReadBuffer(shape))) {
            SplittableRandom random = new SplittableRandom(SEED);
            int[][] words = new int[banks][DEPTH];
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                // At first all words are new, as nothing is known of them.
                boolean filling = cycle < DEPTH * banks / lanes;
                int group = filling ? cycle % (banks / lanes) : random.nextInt(banks / lanes);
                int address = filling ? cycle / (banks / lanes) : random.nextInt(DEPTH);
                int mask = filling ? (1 << lanes) - 1 : random.nextInt(1 << lanes);
                boolean fresh = filling || random.nextInt(4) == 0;
                model.set("priorityValid", 1);
                model.set("priorityFresh", fresh ? 1 : 0);
                model.set("priority_banks", (long) mask << group * lanes);
                model.set("priority_address", address);
                for (int lane = 0; lane < lanes; lane++) {
                    int word = random.nextInt(1 << BITS);
                    model.set("priority_data_" + lane, word);
                    if ((mask >> lane & 1) == 1) {
                        int bank = group * lanes + lane;
                        words[bank][address] = fresh ? word : Math.max(word, words[bank][address]);
                    }
                }
                model.step();
                if (!filling && random.nextInt(10) == 0) {
                    check(model, words, random.nextInt(DEPTH));
                }
            }
        }
    }

    private static void check(Model model, int[][] words, int address) {
        model.set("priorityValid", 0);
        model.set("read_enable", 1);
        model.set("read_address", address);
        for (int cycle = 0; cycle <= ReadPort.LATENCY; cycle++) {
            model.step();
            model.set("read_enable", 0);
        }
        for (int bank = 0; bank < words.length; bank++) {
            assertThat(model.get("read_data_" + bank))
                    .as("bank %d, address %d", bank, address)
                    .isEqualTo(words[bank][address]);
        }
    }
}
