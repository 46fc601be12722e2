// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.quant.ProgressListener;
import org.p2vit.testbench.simulation.ImageRun;
import org.p2vit.testbench.simulation.Waveform;
import org.p2vit.testbench.simulation.WorkloadSimulation;
import org.p2vit.testbench.verilator.VerilatedModel;

/**
 * Images through Verilog that was emitted for them.
 *
 * @param buildSeconds of emitting the Verilog and building the model, next to none if that was cached
 */
record EmittedRun(double buildSeconds, List<ImageRun> images) {
    /**
     * @param simulation of the same configuration
     * @param rtl the Verilog is emitted to a folder of the configuration's name in it
     */
    static EmittedRun of(
            WorkloadSimulation simulation,
            AcceleratorConfig config,
            Path rtl,
            Optional<Waveform> waveform,
            ProgressListener progress) {
        long start = System.nanoTime();
        progress.at("emitting and compiling the Verilog", 0, 1);
        Path folder = rtl.resolve(config.name());
        Emitter.emit(config, folder);
        VerilatedModel built = simulation.build(folder.resolve(Emitter.VERILOG), waveform);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new EmittedRun(seconds, simulation.run(built, waveform, progress));
    }

    ExitCode exitCode() {
        return exitCode(images);
    }

    /** Equal in every word to the golden model, or not. */
    static ExitCode exitCode(List<ImageRun> images) {
        boolean equal = !images.isEmpty() && images.stream().allMatch(ImageRun::passed);
        return equal ? ExitCode.OK : ExitCode.MISMATCH;
    }

    long wordsChecked() {
        return images.stream()
                .mapToLong(image -> image.comparison().wordsChecked())
                .sum();
    }

    long mismatches() {
        return images.stream()
                .mapToLong(image -> image.comparison().mismatches())
                .sum();
    }
}
