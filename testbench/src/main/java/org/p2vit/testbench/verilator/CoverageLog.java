// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.p2vit.quant.storage.Scratch;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.coverage.CoverageCounts;
import org.p2vit.testbench.coverage.RtlCoverage;

/**
 * Where models leave what they covered: the folder that the environment variable {@code P2VIT_COVERAGE} names gets a folder for each build, with
 * the Verilog ({@value RtlCoverage#VERILOG}) and one file of counts for each process, into which every instance adds when it is closed.
 */
public final class CoverageLog {
    /** The environment variable; unset, nothing is counted. */
    public static final String VARIABLE = "P2VIT_COVERAGE";

    private CoverageLog() {}

    /** The folder that the environment asks for, or null. */
    static Path chosen() {
        String folder = System.getenv(VARIABLE);
        return folder == null || folder.isBlank() ? null : Path.of(folder).toAbsolutePath();
    }

    /** Adds what an instance has counted, which {@code write} puts into a file. */
    static synchronized void add(VerilatedModel built, Consumer<Path> write) {
        Path build = built.library().getParent();
        Path folder = built.options().coverage().resolve(build.getFileName());
        Path counts = folder.resolve(ProcessHandle.current().pid() + RtlCoverage.COUNTS);
        try {
            Files.createDirectories(folder);
            Path verilog = folder.resolve(RtlCoverage.VERILOG);
            if (!Files.exists(verilog)) {
                WholeFile.writeText(verilog, Files.readString(build.resolve(NativeBuild.SOURCE)));
            }
            Path work = Scratch.folder(folder);
            try {
                Path fresh = work.resolve("fresh");
                write.accept(fresh);
                CoverageCounts sum = CoverageCounts.read(fresh);
                if (Files.exists(counts)) {
                    sum.add(CoverageCounts.read(counts));
                }
                sum.write(counts);
            } finally {
                Scratch.remove(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot add to the coverage in " + folder, e);
        }
    }
}
