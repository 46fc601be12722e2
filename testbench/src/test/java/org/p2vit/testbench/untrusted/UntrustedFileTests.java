// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays seeds and what the fuzzer kept, and a few changes of each; {@code make fuzz-files} looks for more. */
class UntrustedFileTests {
    private static final long SEED = 15;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void seedsAreAccepted(UntrustedFile kind) throws IOException {
        Companions.write(folder);
        List<byte[]> seeds = Seeds.of(kind, folder);
        assertThat(seeds).isNotEmpty();
        int accepted = 0;
        for (byte[] seed : seeds) {
            assertThat(seed.length).isLessThanOrEqualTo(kind.mostBytes());
            accepted += kind.accepts(folder, seed) ? 1 : 0;
        }
        // A report is only the beginning of one, and names of real networks contradict the tensors beside them.
        boolean whole = kind != UntrustedFile.REPORT && kind != UntrustedFile.TIMM_NAME;
        assertThat(accepted).isEqualTo(whole ? seeds.size() : 0);
    }

    /** Inputs that are meant to take long or much; none of them is accepted. */
    @ParameterizedTest
    @EnumSource
    void attacksAreRefusedSoon(UntrustedFile kind) throws IOException {
        Companions.write(folder);
        for (byte[] attack : Attacks.of(kind)) {
            String start = new String(attack, 0, Math.min(40, attack.length), StandardCharsets.ISO_8859_1);
            boolean accepted = assertTimeoutPreemptively(LIMIT, () -> kind.accepts(folder, attack), start);
            assertThat(accepted).as(start).isEqualTo(kind == UntrustedFile.IMAGE && Attacks.isPicture(attack));
        }
    }

    /** Whatever comes is read or refused, soon. */
    @ParameterizedTest
    @EnumSource
    void keptInputsAreReadOrRefused(UntrustedFile kind) throws IOException {
        Companions.write(folder);
        List<byte[]> inputs = new ArrayList<>(Seeds.of(kind, folder));
        inputs.addAll(KeptCorpus.of(kind));
        Random random = new Random(SEED);
        assertTimeoutPreemptively(LIMIT, () -> {
            for (byte[] input : inputs) {
                kind.accepts(folder, input);
                kind.accepts(folder, Arrays.copyOf(input, random.nextInt(input.length + 1)));
                byte[] changed = input.clone();
                for (int i = 0; i < changed.length; i += 1 + random.nextInt(200)) {
                    changed[i] ^= (byte) (1 << random.nextInt(8));
                }
                kind.accepts(folder, changed);
            }
        });
    }
}
