// SPDX-License-Identifier: Apache-2.0
package org.p2vit.make;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.make.Checkout.Result;

/** Every variable reaches the command of each target that reads it, and is an error everywhere else. */
class MakefileTests {
    /** Tools that every target reads. */
    private static final Set<String> ALWAYS = Set.of("JAVA", "MVN");

    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void copy() throws IOException {
        checkout = new Checkout(folder);
    }

    /** Variables that are yes or no, and their options. */
    private static final Map<String, String> FLAGS =
            Map.of("FULL", "--full", "RETRY", "--retry", "EXIF_ROTATION", "--exif-rotation", "KEEP", "-Dfuzz.kept=");

    @Test
    void everyVariableThatHelpNamesIsUsed() throws Exception {
        checkout.make(
                "evaluate", "MODEL=v-MODEL", "HEADS=v-HEADS", "IMAGE_SIZE=v-IMAGE_SIZE", "CALIBRATION=c", "IMAGES=i");
        for (Map.Entry<String, List<String>> target : checkout.targets().entrySet()) {
            List<String> words = new ArrayList<>(List.of("-n", target.getKey()));
            target.getValue().forEach(name -> words.add(name + "=" + value(name)));
            Result result = checkout.make(words.toArray(String[]::new));
            assertThat(result.status()).as("%s: %s", words, result.printed()).isZero();
            for (String name : target.getValue()) {
                String sign = FLAGS.getOrDefault(name, value(name));
                boolean file = target.getKey().equals("pareto");
                assertThat(result.printed())
                        .as("%s of %s", name, target.getKey())
                        .contains(file ? "evaluate-heads-v-HEADS-at-v-IMAGE_SIZE-v-MODEL" : sign);
            }
        }
    }

    private static String value(String name) {
        return FLAGS.containsKey(name) ? "yes" : "v-" + name;
    }

    /** Every target with two variables that it does not read, every variable among them. */
    @Test
    void everyOtherVariableIsRefused() throws Exception {
        List<String> names = new ArrayList<>(checkout.variables().keySet());
        names.removeAll(ALWAYS);
        Set<String> tried = new TreeSet<>();
        int next = 0;
        for (Map.Entry<String, List<String>> target : checkout.targets().entrySet()) {
            for (int i = 0; i < 2 && !target.getKey().equals("help"); i++) {
                while (target.getValue().contains(names.get(next % names.size()))) {
                    next++;
                }
                String name = names.get(next++ % names.size());
                tried.add(name);
                Result result = checkout.make("-n", target.getKey(), name + "=4");
                assertThat(result.status()).as("%s %s", target.getKey(), name).isEqualTo(2);
                assertThat(result.printed()).contains("make " + target.getKey() + ": " + name + " is not read");
            }
        }
        assertThat(tried).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verilate WITH=smoothing            | make verilate: WITH is read only with MODEL=file",
                "classify BIT_TABLE=t.json           | make classify: BIT_TABLE is read only with MODEL=file",
                "host-test BITS=8/8/8               | make host-test: BITS is read only with MODEL=file",
                "verilate MODEL=m                   | make verilate: give IMAGE=file",
                "classify MODEL=m                   | make classify: give IMAGE=file",
                "board-test MODEL=m CALIBRATION=c   | make board-test: give IMAGE=file",
                "evaluate                           | make evaluate: give MODEL=file IMAGES=folder",
                "ablation MODEL=m IMAGES=i          | make ablation: give CALIBRATION=folder",
                "search MODEL=m                     | make search: give CALIBRATION=folder",
                "pareto                             | make pareto: give MODEL=file",
                "pareto MODEL=m                     | no report of an evaluation of m",
                "evaluate BUDGET=0.5                | make evaluate: BUDGET is not read; it is for search;",
                "verilate WEIGHT_BITS=4             | make verilate: WEIGHT_BITS is not read; it is for bench estimate energy explore;",
                "rtl MODEL=m                        | make rtl: MODEL is not read",
                "evaluate CALIBRATON=c              | there is no variable CALIBRATON; `make help`",
                "rtl config=tiny                    | there is no variable config;",
                "help CONFIGURATION=tiny            | there is no variable CONFIGURATION;",
                "verilate MODEL=                    | MODEL is empty",
                "estimate BITS=8/8/8                | it is for classify verilate export board-test host-test evaluate spark-demo ablation search",
                "rtl lint BATCH=2                   | make rtl lint: BATCH is not read",
                "ablation FULL=on MODEL=m CALIBRATION=c IMAGES=i | FULL=on: write yes or no"
            })
    void whatIsWrongIsSaidBeforeAnyWork(String words, String message) throws Exception {
        Result result = checkout.make(words.split(" +"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.printed()).contains(message);
        assertThat(result.calls()).isEmpty();
    }

    /** Reports name the sources and the line that made them. */
    @Test
    void commandsAreToldTheirOrigin() throws Exception {
        Files.createDirectory(checkout.root().resolve("bin"));
        checkout.file("bin/git", "#!/bin/sh\necho 0123abc\n").toFile().setExecutable(true);
        Map<String, String> path = Map.of("PATH", checkout.root().resolve("bin") + ":" + System.getenv("PATH"));
        checkout.make(path, "estimate", "ARCH=deit-small", "CONFIG=my $(nets)/big one.yaml");
        assertThat(checkout.root().resolve("origin"))
                .hasContent("make estimate CONFIG=my $(nets)/big one.yaml ARCH=deit-small\n0123abc");

        checkout.make("estimate");
        assertThat(checkout.root().resolve("origin")).content().startsWith("make estimate\n");
    }

    @Test
    void oneOfSeveralTargetsMayReadAVariable() throws Exception {
        Result result = checkout.make("rtl", "estimate", "ARCH=deit-small");
        assertThat(result.status()).as(result.printed()).isZero();
        assertThat(result.calls()).hasSize(2);
    }

    /** Targets that need the same thing wait for it, and it is made once. */
    @ParameterizedTest
    @CsvSource({"rtl lint", "lint rtl", "lint synth rtl", "host-test rtl lint"})
    void severalTargetsMayRunAtOnce(String targets) throws Exception {
        for (String jobs : List.of("-j2", "-j8")) {
            List<String> words = new ArrayList<>(List.of(targets.split(" ")));
            words.addAll(List.of(jobs, "CONFIG=" + jobs.substring(1)));
            Result result = checkout.make(words.toArray(String[]::new));
            assertThat(result.status()).as(result.printed()).isZero();
            assertThat(result.calls().stream().filter(call -> call.contains("rtl")))
                    .as("emissions")
                    .hasSize(1);
            assertThat(result.calls().stream().filter(call -> call.contains("lint") || call.contains("synth")))
                    .as("after the emission")
                    .allMatch(call -> call.contains("rtl-out/" + jobs.substring(1) + "/top.v"));
        }
    }

    /** Spark's jars are fetched for this alone, and a cluster is sent those of the application. */
    @ParameterizedTest
    @CsvSource({
        "evaluate MODEL=m IMAGES=i, local[2], false",
        "evaluate MODEL=m IMAGES=i, spark://host:7077, true",
        "evaluate MODEL=m IMAGES=i, yarn, true",
        "search MODEL=m CALIBRATION=c, yarn, true",
        "ablation MODEL=m CALIBRATION=c IMAGES=i, local[2], false",
        "explore ARCH=deit-base, spark://host:7077, true",
        "fuzz N=3, yarn, true"
    })
    void jobsRunWhereTheyAreTold(String target, String master, boolean sendsJars) throws Exception {
        String[] evaluate = (target + " ENGINE=spark PARTITIONS=3 MASTER=" + master).split(" ");
        Result planned = checkout.make(
                Stream.concat(Stream.of("-n"), Stream.of(evaluate)).toArray(String[]::new));
        assertThat(planned.printed()).contains("-Pspark,spark-jars");
        checkout.file("spark/target/lib/p2vit.jar", "");
        Result result = checkout.make(evaluate);
        assertThat(result.status()).as(result.printed()).isZero();
        List<String> words = result.calls().get(0);
        assertThat(words)
                .contains(
                        "spark/target/lib/*:spark/target/spark/*",
                        "org.p2vit.cli.Main",
                        "--master",
                        master,
                        "--partitions",
                        "3")
                .doesNotContain("-jar");
        assertThat(words.contains("-Dspark.jars=spark/target/lib/p2vit.jar")).isEqualTo(sendsJars);

        assertThat(checkout.make(target.split(" ")).calls().get(0)).contains("-jar", "--engine", "local");
        Result local = checkout.make("evaluate", "MODEL=m", "IMAGES=i", "ON_BAD_IMAGE=skip");
        assertThat(local.printed()).doesNotContain("-Pspark");
        assertThat(local.calls().get(0)).contains("-jar", "--engine", "local", "--on-bad-image", "skip");
    }

    @Test
    void environmentIsNotTakenSilently() throws Exception {
        Map<String, String> environment = Map.of("CONFIG", "zcu104", "BUDGET", "0.5");
        for (List<String> words : List.of(List.of("rtl"), List.of("-e", "rtl"))) {
            Result result = checkout.make(environment, words.toArray(String[]::new));
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.printed()).contains("CONFIG is set in the environment", "make rtl CONFIG=value");
        }
        assertThat(checkout.make(environment, "rtl", "CONFIG=tiny").calls().get(0))
                .contains("tiny");
        assertThat(checkout.make(environment, "bench").status())
                .as("what it does not read may be anything")
                .isZero();
    }

    @Test
    void anUnknownTargetIsSaidToBeUnknown() throws Exception {
        assertThat(checkout.make("evalute", "MODEL=m").printed()).contains("No rule to make target 'evalute'");
    }

    @Test
    void helpShowsDefaults() throws Exception {
        assertThat(checkout.variables())
                .containsEntry("CONFIG", "kv260")
                .containsEntry("ARCH", "deit-tiny")
                .containsEntry("BATCH", "1")
                .containsEntry("DRAM", "standard,harder")
                .containsEntry("MODEL", "");
        assertThat(checkout.make("help").printed())
                .contains(
                        "0.7 if not given",
                        "8/8/4, or 8/8/8",
                        "if not given labels.csv in IMAGES, or else IMAGES has a folder for each class");
    }

    @Test
    void everyVariableIsReadBySomeTarget() throws Exception {
        Set<String> names = new LinkedHashSet<>(checkout.variables().keySet());
        names.removeAll(ALWAYS);
        checkout.targets().values().forEach(names::removeAll);
        assertThat(names).isEmpty();
    }
}
