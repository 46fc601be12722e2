// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.quant.InvalidInputException;

class LegalConfigurationsTests {
    private static final LegalConfigurations LEGAL = new LegalConfigurations(1, 4096);
    private static final List<AcceleratorConfig> DRAWN =
            IntStream.range(0, 600).mapToObj(i -> LEGAL.next("any")).toList();

    @Test
    void everyArrayComesUp() {
        for (int word : new int[] {8, 16}) {
            for (int tile = 2; tile <= word; tile *= 2) {
                for (int pipes = 1; pipes <= tile; pipes *= 2) {
                    int t = tile;
                    int r = pipes;
                    assertThat(DRAWN)
                            .anyMatch(config -> config.array().word() == word
                                    && config.array().tokenTile() == t
                                    && config.array().postPipes() == r);
                }
            }
        }
        for (AttentionKind attention : AttentionKind.values()) {
            for (ProcessingElement pe : ProcessingElement.values()) {
                assertThat(DRAWN)
                        .anyMatch(config -> config.attention() == attention
                                && config.array().pe() == pe);
            }
        }
    }

    /** A buffer that is as small as can be drawn is so indeed: with a word less the configuration is refused. */
    @Test
    void buffersAreDrawnAtTheirLeast() {
        for (int buffer = 0; buffer < 7; buffer++) {
            int which = buffer;
            long least = DRAWN.stream().filter(config -> isLeast(config, which)).count();
            assertThat(least)
                    .as("configurations with the least buffer %d", buffer)
                    .isGreaterThan(20);
        }
    }

    private static boolean isLeast(AcceleratorConfig config, int buffer) {
        String line = ConfigurationFields.put(config, new CaseLine()).text();
        String list = line.replaceAll(".* buffers=(\\S+) .*", "$1");
        String[] parts = list.split(",");
        if (parts[buffer].equals("-") || parts[buffer].startsWith("2b")) {
            return false;
        }
        int words = Integer.parseInt(parts[buffer].replaceAll("\\D", ""));
        parts[buffer] = words - 1 + parts[buffer].replaceAll("\\d", "");
        CaseLine smaller = CaseLine.parse(line.replace(list, String.join(",", parts)));
        try {
            ConfigurationFields.take(smaller);
            return false;
        } catch (InvalidInputException refused) {
            return true;
        }
    }

    @Test
    void arraysAreNoLargerThanAsked() {
        LegalConfigurations small = new LegalConfigurations(1, 300);
        assertThat(IntStream.range(0, 50).mapToObj(i -> small.next("any")))
                .allMatch(config -> config.array().macsPerCycle() <= 300);
    }

    @Test
    void illegalOnesAreRefusedWhenTheyAreRead() {
        String line =
                ConfigurationFields.put(DRAWN.get(0), new CaseLine()).text().replaceAll("array=\\d+", "array=3");
        assertThatThrownBy(() -> ConfigurationFields.take(CaseLine.parse(line)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("array.tokenTile is 3");
    }
}
