// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.Main;
import org.p2vit.cli.run.ExitCode;

/** A few random pairs of configuration and network: the same report from Spark, and a worker without Verilator is named. */
@Tag("spark")
@Tag("slow")
@Timeout(600)
class FuzzOnSparkTests {
    /** Of two configurations. */
    private static final String PAIRS = "6";

    @TempDir
    private Path folder;

    @Test
    @Tag("cosim")
    @Tag("nightly")
    void theReportIsTheSame() throws IOException {
        String local = result("local");
        assertThat(local).contains("\"configurations\" : 2", "\"failures\" : [ ]");
        assertThat(result("spark", "--engine", "spark", "--master", "local[2]", "--partitions", "2"))
                .isEqualTo(local);
        assertThat(result("spark", "--engine", "local"))
                .as("what Spark's run has kept")
                .contains("\"fresh\" : 0");
    }

    @Test
    void aWorkerWithoutVerilatorIsNamed() throws IOException {
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        System.setProperty("spark.executor.memory", "512m");
        System.setProperty("spark.executorEnv.PATH", folder.toString());
        StringWriter err = new StringWriter();
        try {
            assertThat(run(err, "store", "--engine", "spark", "--master", "local-cluster[1,1,512]"))
                    .isEqualTo(ExitCode.TOOL_MISSING.status());
        } finally {
            System.clearProperty("spark.executor.extraClassPath");
            System.clearProperty("spark.executor.memory");
            System.clearProperty("spark.executorEnv.PATH");
        }
        assertThat(err.toString())
                .contains("fuzz: on ", ", where cases are tried, verilator is not installed")
                .doesNotContain("\tat ", "Exception");
    }

    private String result(String store, String... engine) throws IOException {
        StringWriter err = new StringWriter();
        assertThat(run(err, store, engine)).as(err.toString()).isEqualTo(ExitCode.OK.status());
        String report = Files.readString(folder.resolve("report.json"));
        return report.substring(report.indexOf("\"result\""));
    }

    private int run(StringWriter err, String store, String... engine) {
        List<String> words = new ArrayList<>(List.of("fuzz", "--pairs", PAIRS, "--seed", "1"));
        words.addAll(List.of("--store", folder.resolve(store).toString()));
        words.addAll(List.of("--json", folder.resolve("report.json").toString()));
        words.addAll(List.of(engine));
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }
}
