// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.testbench.verilator.Toolchain;

/** A short run of the fuzzer on the C driver; {@code make fuzz-files KIND=driver-image} goes on. */
@Tag("tools")
@Tag("fpga")
class DriverImageFuzzTests {
    private static final int SECONDS = 5;

    @TempDir
    private Path folder;

    @Test
    void readsImagesFromAnybodyWithinTheirBounds() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Toolchain.present("clang"), "clang is not installed; `make driver-check` installs it and its fuzzer");
        FileFuzzOutcome outcome = DriverImageFuzz.spend(folder, SECONDS);
        assertThat(outcome.findings())
                .as(Files.readString(folder.resolve("fuzzer.log"), StandardCharsets.ISO_8859_1))
                .isZero();
        assertThat(outcome.executions()).isGreaterThan(100);
        assertThat(outcome.edges()).isGreaterThan(40);
    }
}
