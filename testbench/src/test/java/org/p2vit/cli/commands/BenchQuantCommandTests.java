// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.ExitCode;

class BenchQuantCommandTests {
    /** 12 MACs in a nanosecond of which the thread had a processor for 0.8. */
    private static final String JMH = """
            [{"benchmark": "org.p2vit.Int8GemmBenchmark.golden", "threads": 1, "params": {"layer": "192x768"},
              "primaryMetric": {"score": 0.001, "scoreUnit": "ops/ns"},
              "secondaryMetrics": {"cpu": {"score": 0.8}, "macs": {"score": 12}}},
             {"benchmark": "org.p2vit.GoldenVitBenchmark.deitTiny", "threads": 2,
              "primaryMetric": {"score": 15.5, "scoreUnit": "ops/s"}, "secondaryMetrics": {}}]
            """;

    @TempDir
    private Path folder;

    @Test
    void productsAreByProcessorTimeAndNetworksByImages() throws IOException {
        Path report = folder.resolve("report.json");
        CliRun run = CliRun.of("bench-quant", "--jmh", file(JMH), "--json", report);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(CliRun.report(report).at("/result/benchmarks/0/what").asString())
                .isEqualTo("int8 product 192x768, golden");
        assertThat(run.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("int8 product 192x768, golden +15.00 GMAC/s of processor time"),
                        line -> assertThat(line).matches("golden model, deitTiny, 2 threads +15.50 images/s"));
    }

    @Test
    void whatIsNoReportOfJmhIsRefused() throws IOException {
        CliRun.of("bench-quant", "--jmh", file("[]")).assertRefused("no benchmark");
        CliRun.of("bench-quant", "--jmh", file("words")).assertRefused("no report of JMH");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("jmh.json"), text);
    }
}
