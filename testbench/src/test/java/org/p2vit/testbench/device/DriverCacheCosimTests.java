// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.testbench.verilator.Toolchain;

/** The simulated device's memory is behind a cache that is not coherent: a driver that forgets it does not pass. */
@Tag("cosim")
@Tag("tools")
@Tag("fpga")
class DriverCacheCosimTests {
    private static final List<String> PROGRAM = List.of("p2vit_run.c", "classify.c", "picture_file.c", "simulated.c");

    @TempDir
    private Path folder;

    @Test
    void aDriverThatForgetsNothingPasses() {
        TinyDevice.Run run = run(0);
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("10 logits compared, 0 different");
    }

    @Test
    void aForgottenInvalidationShowsInTheLogits() {
        TinyDevice.Run run = run(2);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("10 logits compared, ").doesNotContain(" 0 different");
    }

    /** The commands never reach the memory of the accelerator. */
    @Test
    void aForgottenFlushShowsBeforeTheStart() {
        assertThatThrownBy(() -> run(1)).hasMessageContaining("is damaged: its checksum differs; it was not started");
    }

    private TinyDevice.Run run(int forgotten) {
        try (TinyDevice tiny = new TinyDevice(folder)) {
            return tiny.run(List.of(build(forgotten).toString()), tiny.file(TinyDevice.image(1)));
        }
    }

    private Path build(int forgotten) {
        DriverProgram.assume("gcc");
        Path program = folder.resolve("p2vit-run");
        Path linux = DriverProgram.FPGA.resolve("linux");
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-pedantic", "-O1", "-Wall", "-Werror"));
        command.add("-DP2VIT_FORGET=" + forgotten);
        command.add("-DP2VIT_PORT=\"forgetful.h\"");
        for (Path includes : List.of(TinyDevice.rtl(), linux, Path.of(DriverProgram.caller("")))) {
            command.add("-I" + includes);
        }
        command.addAll(List.of("-I.", "-o", program.toString()));
        command.addAll(DriverProgram.CORE);
        PROGRAM.forEach(source -> command.add(linux.resolve(source).toString()));
        command.add("-lm");
        Toolchain.run(DriverProgram.FPGA.resolve("driver"), command);
        return program;
    }
}
