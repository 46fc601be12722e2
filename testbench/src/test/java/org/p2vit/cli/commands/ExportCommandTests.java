// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.bundle.BundleCache;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.testbench.verilator.Toolchain;
import org.p2vit.testbench.workload.GlyphDemo;
import org.p2vit.testbench.workload.InputImage;
import org.p2vit.testbench.workload.Workload;

class ExportCommandTests {
    private static final String CACHE = "target/cache";
    private static final int IMAGES = 120;

    @TempDir
    private Path folder;

    @Test
    @Tag("tools")
    void theDemoInCFindsTheGoldenLogitsOfManyImages() throws Exception {
        Assumptions.assumeTrue(Toolchain.present("gcc"), "gcc is not installed");
        ok(CliRun.of("export", "--format", "c99", "--cache", CACHE, "--output", folder.resolve("demo.c")));
        Toolchain.run(folder, List.of("gcc", "-std=c99", "-O2", "-DP2VIT_MAIN", "-o", "demo", "demo.c"));

        Workload demo = new GlyphDemo(AttentionCoding.LOG2)
                .workload(new BundleCache(Optional.of(Path.of(CACHE))), 4, IMAGES, ProgressListener.NONE);
        GoldenVit golden = new GoldenVit(demo.network());
        StringBuilder expected = new StringBuilder();
        Path input = folder.resolve("images");
        try (var out = Files.newOutputStream(input)) {
            for (InputImage image : demo.images()) {
                byte[] codes = image.codes(demo.network());
                out.write(codes);
                expected.append(Arrays.stream(golden.forward(codes))
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" ", "", "\n")));
            }
        }
        String printed = Toolchain.run(folder, List.of("sh", "-c", "./demo <images"));
        assertThat(printed.lines()).hasSize(IMAGES);
        assertThat(printed.strip()).isEqualTo(expected.toString().strip());
    }

    @Test
    void aNetworkGoesToNumpyAndBack() {
        Path bundle = new NetworkFiles(folder).bundle(NetworkFiles.SMALL);
        Path npz = folder.resolve("network.npz");
        Path again = folder.resolve("again.p2vit");
        ok(CliRun.of("export", "--format", "npz", "--bundle", bundle, "--output", npz));
        ok(CliRun.of("import", "--npz", npz, "--output", again));
        assertThat(again).hasSameBinaryContentAs(bundle);
    }

    private static void ok(CliRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("wrote ");
    }
}
