// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.testbench.fuzz.LegalConfigurations;

/** Whatever a configuration may legally be, its Verilog is emitted and lints as clean as that of the named ones. */
@Tag("cosim")
class LegalConfigurationLintTests {
    /** Arrays that are linted in seconds; the largest legal one has 4096. */
    private static final int SMALL = 300;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(AttentionKind.class)
    void asManyTokensAsWordsAndLanes(AttentionKind attention) {
        requireClean(LegalConfigurations.square(attention), 0);
    }

    @Test
    void someDrawnAtRandom() {
        long seed = 7;
        LegalConfigurations legal = new LegalConfigurations(seed, SMALL);
        for (int i = 0; i < 2; i++) {
            requireClean(legal.next("legal-" + i), seed);
        }
    }

    /** Up to the largest; {@code -Dp2vit.lint.seed=N} draws others, {@code -Dp2vit.lint.count=N} more. */
    @Test
    @Tag("slow")
    @Tag("nightly")
    void manyDrawnAtRandom() {
        long seed = Long.getLong("p2vit.lint.seed", 1);
        LegalConfigurations legal = new LegalConfigurations(seed, 4096);
        for (int i = 0; i < Integer.getInteger("p2vit.lint.count", 3); i++) {
            requireClean(legal.next("legal-" + i), seed);
        }
    }

    private void requireClean(AcceleratorConfig config, long seed) {
        Path emitted = folder.resolve(config.name());
        Emitter.emit(config, emitted);
        assertThat(VerilatorLint.findings(emitted.resolve(Emitter.VERILOG)))
                .as("seed %d: %s", seed, config)
                .isEmpty();
    }
}
