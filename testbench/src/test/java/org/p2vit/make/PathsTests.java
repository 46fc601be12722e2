// SPDX-License-Identifier: Apache-2.0
package org.p2vit.make;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.make.Checkout.Result;

/** Paths that users give: whatever characters they have, they arrive as they are, and no two files share a name. */
class PathsTests {
    private static final String MODEL = "my $1 \"nets\" (old)/it's #1.safetensors";

    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void copy() throws IOException {
        checkout = new Checkout(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verilate", "board-test", "host-test"})
    void filesOfARunArriveAsTheyAre(String target) throws Exception {
        Result result = checkout.make(
                target,
                "MODEL=" + MODEL,
                "CALIBRATION=c & d",
                "IMAGE=e\\ f.jpg g.jpg",
                "BIT_TABLE=h; i.json",
                "CONFIG=j k/l.yaml");
        assertThat(result.status()).as(result.printed()).isZero();
        assertThat(option(result.calls().get(0), "--model")).containsExactly(MODEL);
        assertThat(option(result.calls().get(0), "--calibration")).containsExactly("c & d");
        assertThat(option(result.calls().get(0), "--bit-table")).containsExactly("h; i.json");
        assertThat(option(result.calls().get(0), "--config")).containsExactly("j k/l.yaml");
        assertThat(option(result.calls().get(1), "--model")).containsExactly(MODEL);
        assertThat(option(result.calls().get(1), "--image")).containsExactly("e f.jpg", "g.jpg");
        assertThat(option(result.calls().get(1), "--bundle"))
                .isEqualTo(option(result.calls().get(0), "--output"))
                .allMatch(bundle -> bundle.matches("target/bundles/l-it_s__1-[0-9a-f]{8}-h__i-[0-9a-f]{8}\\.p2vit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "ablation"})
    void labelledImagesArriveAsTheyAre(String target) throws Exception {
        Result result = checkout.make(target, "MODEL=" + MODEL, "CALIBRATION=c & d", "IMAGES=it's $(x)");
        assertThat(result.status()).as(result.printed()).isZero();
        assertThat(option(result.calls().get(0), "--images")).containsExactly("it's $(x)");
        assertThat(result.calls().get(0)).as("the command looks for them").doesNotContain("--labels");
        assertThat(option(
                        checkout.make(target, "MODEL=m", "CALIBRATION=c", "IMAGES=i", "LABELS=my labels.txt")
                                .calls()
                                .get(0),
                        "--labels"))
                .containsExactly("my labels.txt");
    }

    /** Without CALIBRATION nothing is said of it, for an empty name would be a folder's. */
    @ParameterizedTest
    @ValueSource(
            strings = {"verilate IMAGE=e.jpg", "board-test IMAGE=e.jpg", "host-test IMAGE=e.jpg", "evaluate IMAGES=i"})
    void calibrationCanBeLeftOut(String words) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(words.split(" ")));
        arguments.add("MODEL=m");
        Result result = checkout.make(arguments.toArray(String[]::new));
        assertThat(result.status()).as(result.printed()).isZero();
        assertThat(result.calls().get(0)).contains("--model").doesNotContain("--calibration");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "my cat.jpg      | my cat.jpg",
                "my\\ cat.jpg    | my cat.jpg",
                "a.jpg b.jpg     | a.jpg;b.jpg",
                "a.jpg my\\ cat.jpg | a.jpg;my cat.jpg",
                "*.jpg           | a.jpg;b.jpg;my cat.jpg",
                "what?.jpg       | what?.jpg",
                "it's.jpg        | it's.jpg"
            })
    void imagesAreOneFileOrSeveral(String given, String expected) throws Exception {
        for (String name : List.of("a.jpg", "b.jpg", "my cat.jpg")) {
            checkout.file(name, "");
        }
        Result result = checkout.make("verilate", "MODEL=m", "CALIBRATION=c", "IMAGE=" + given);
        assertThat(option(result.calls().get(1), "--image")).containsExactlyInAnyOrder(expected.split(";"));
    }

    @Test
    void everyTargetRunsInAFolderWithBlanks() throws Exception {
        for (Map.Entry<String, List<String>> target : checkout.targets().entrySet()) {
            List<String> words = new ArrayList<>(List.of(target.getKey()));
            Stream.of("MODEL", "CALIBRATION", "IMAGES", "IMAGE")
                    .filter(target.getValue()::contains)
                    .forEach(name -> words.add(name + "=" + name));
            if (!words.get(0).equals("pareto")) {
                Result result = checkout.make(words.toArray(String[]::new));
                assertThat(result.status()).as(words + ": " + result.printed()).isZero();
            }
        }
    }

    @Test
    void modelsOfOneNameAreKeptApart() throws Exception {
        checkout.file("a/model.safetensors", "");
        checkout.file("b/model.safetensors", "");
        String first = bundle("MODEL=a/model.safetensors");
        assertThat(first).matches("target/bundles/kv260-a-model-[0-9a-f]{8}\\.p2vit");
        assertThat(bundle("MODEL=b/model.safetensors")).isNotEqualTo(first);
        assertThat(bundle("MODEL=./b/../a/model.safetensors"))
                .as("the same file")
                .isEqualTo(first);
        assertThat(bundle("MODEL=" + checkout.root().resolve("a/model.safetensors")))
                .isEqualTo(first);
        assertThat(bundle("MODEL=a/model.safetensors", "BITS=8/8/8")).isNotEqualTo(first);
        assertThat(bundle("MODEL=a/model.safetensors", "WITH=channel-values")).isNotEqualTo(first);
        assertThat(bundle("MODEL=a/model.safetensors", "CONFIG=zcu104")).isNotEqualTo(first);
        String table = bundle("MODEL=a/model.safetensors", "BIT_TABLE=t/bits.json");
        assertThat(table)
                .isNotEqualTo(first)
                .isNotEqualTo(bundle("MODEL=a/model.safetensors", "BIT_TABLE=u/bits.json"));
    }

    @Test
    void paretoTakesTheReportsOfItsModel() throws Exception {
        String[] rest = {"CALIBRATION=c", "IMAGES=i"};
        for (String model : List.of("net", "net-8", "x/net")) {
            checkout.make(
                    List.of("evaluate", "MODEL=" + model, rest[0], rest[1]).toArray(String[]::new));
            checkout.make(List.of("evaluate", "MODEL=" + model, rest[0], rest[1], "BITS=8/8/8")
                    .toArray(String[]::new));
        }
        List<String> reports =
                option(checkout.make("pareto", "MODEL=net").calls().get(0), "--evaluations");
        assertThat(reports)
                .hasSize(2)
                .allMatch(report -> report.matches("target/reports/evaluate-net-[0-9a-f]{8}-8-8-[48]\\.json"));
        assertThat(checkout.root().resolve("target/reports/evaluate.json")).exists();
    }

    @Test
    void searchLeavesItsTableAndReportUnderTheModelsName() throws Exception {
        List<String> call = checkout.make("search", "MODEL=a/net.safetensors", "CALIBRATION=c")
                .calls()
                .get(0);
        assertThat(option(call, "--bit-table").get(0)).matches("target/bit-tables/net-[0-9a-f]{8}-mixed.json");
        List<String> evaluate = checkout.make(
                        "evaluate",
                        "MODEL=a/net.safetensors",
                        "CALIBRATION=c",
                        "IMAGES=i",
                        "BIT_TABLE=" + option(call, "--bit-table").get(0))
                .calls()
                .get(0);
        assertThat(option(evaluate, "--search")).isEqualTo(option(call, "--json"));
        assertThat(option(evaluate, "--html").get(0))
                .matches("target/reports/evaluate-net-[0-9a-f]{8}-8-8-4-mixed-[0-9a-f]{8}\\.html");
    }

    /** They are two networks: neither takes the other's report or bundle. */
    @ParameterizedTest
    @CsvSource({"evaluate, IMAGES=i, --html", "verilate, IMAGE=i.jpg, --output"})
    void aNetworkThatIsQuantizedWithoutImagesHasNamesOfItsOwn(String target, String images, String option)
            throws Exception {
        String with = option(
                        checkout.make(target, "MODEL=net.st", images, "CALIBRATION=c")
                                .calls()
                                .get(0),
                        option)
                .get(0);
        String without = option(
                        checkout.make(target, "MODEL=net.st", images).calls().get(0), option)
                .get(0);
        assertThat(with).doesNotContain("without");
        assertThat(without).contains("-without-images");
    }

    @Test
    void rtlIsEmittedOnceUntilSomethingChanges() throws Exception {
        Path config = checkout.file("my configs/own.yaml", "grade: experimental");
        String word = "CONFIG=my configs/own.yaml";
        assertThat(checkout.make("rtl", word).calls()).hasSize(1);
        Result second = checkout.make("rtl", word);
        assertThat(second.calls()).isEmpty();
        assertThat(second.printed()).contains("rtl-out/own is up to date");
        assertThat(checkout.make("lint", word).calls()).as("lint alone").hasSize(1);

        nextTick();
        Files.writeString(config, "grade: supported");
        assertThat(checkout.make("rtl", word).calls())
                .as("configuration changed")
                .hasSize(1);
        nextTick();
        Files.writeString(checkout.root().resolve("testbench/target/p2vit.jar"), "new");
        assertThat(checkout.make("rtl", word).calls()).as("application changed").hasSize(1);
        nextTick();
        Files.writeString(checkout.root().resolve("rtl-out/own/top.v"), "edited");
        assertThat(checkout.make("rtl", word).calls()).as("output changed").hasSize(1);
        nextTick();
        Files.delete(checkout.root().resolve("rtl-out/own/top.v"));
        assertThat(checkout.make("rtl", word).calls()).as("output deleted").hasSize(1);
        checkout.file("other/own.yaml", "");
        assertThat(checkout.make("rtl", "CONFIG=other/own.yaml").calls())
                .as("another file of that name")
                .hasSize(1);
        assertThat(checkout.make("rtl", word).calls()).as("and back").hasSize(1);
        assertThat(checkout.make("rtl", word).calls()).isEmpty();
    }

    /** Until a file that is written has a later time than those that were: a tick of the clock is some milliseconds. */
    private void nextTick() throws IOException {
        Path probe = checkout.root().resolve("probe");
        Files.writeString(probe, "");
        FileTime before = Files.getLastModifiedTime(probe);
        while (Files.getLastModifiedTime(probe).equals(before)) {
            Files.writeString(probe, "");
        }
    }

    private String bundle(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("verilate", "CALIBRATION=c", "IMAGE=i"));
        all.addAll(List.of(words));
        Result result = checkout.make(all.toArray(String[]::new));
        assertThat(result.status()).as(result.printed()).isZero();
        return option(result.calls().get(1), "--bundle").get(0);
    }

    /** The words behind an option, up to the next option. */
    private static List<String> option(List<String> call, String name) {
        assertThat(call).contains(name);
        List<String> behind = call.subList(call.indexOf(name) + 1, call.size());
        return behind.stream().takeWhile(word -> !word.startsWith("--")).toList();
    }

    @Test
    void cleaningLeavesWhatOthersPutThere() throws Exception {
        String digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; // of nothing
        for (String name : List.of("tiny", "my own", "edited")) {
            checkout.file("rtl-out/" + name + "/p2vit.v", name.equals("edited") ? "by hand" : "");
            checkout.file(
                    "rtl-out/" + name + "/manifest.json",
                    "{\n  \"tool\" : \"p2vit\",\n  \"verilog\" : {\n    \"file\" : \"p2vit.v\",\n    \"bytes\" : 0,\n"
                            + "    \"sha256\" : \"" + digest + "\"\n  }\n}\n");
        }
        Path note = checkout.file("rtl-out/my own/thesis.doc", "");
        Path foreign = checkout.file("rtl-out/foreign/manifest.json", "{\"file\" : \"x\"}");
        Path kept = checkout.file("kept/target/model", "");
        Path outside = checkout.file("outside/file", "");
        Files.createSymbolicLink(checkout.root().resolve("rtl-out/link"), outside.getParent());
        checkout.file("target/reports/r.json", "");
        checkout.file("fpga/build/kv260/ip/core.xml", "");
        checkout.file(
                "fpga/build/kv260/.emitted", digest + "  ./ip/core.xml\n" + digest + "  ./../../own\nfolder  ./ip\n");
        Path above = checkout.file("fpga/own", "");
        Path bitstream = checkout.file("fpga/build/zcu104/kept.bit", "");
        Result result = checkout.make("clean");
        assertThat(result.status()).as(result.printed()).isZero();
        assertThat(List.of(note, foreign, kept, outside, above, bitstream)).allMatch(Files::exists);
        assertThat(checkout.root().resolve("rtl-out/edited/p2vit.v")).hasContent("by hand");
        assertThat(result.printed())
                .contains(
                        "left rtl-out/my own",
                        "thesis.doc",
                        "left rtl-out/foreign",
                        "left rtl-out/edited",
                        "left fpga/build/zcu104");
        for (String gone : List.of(
                "rtl-out/tiny",
                "rtl-out/my own/p2vit.v",
                "fpga/build/kv260",
                "target",
                "testbench/target",
                "module/target")) {
            boolean module = gone.startsWith("testbench"); // of the stand-ins it has no pom.xml
            assertThat(Files.exists(checkout.root().resolve(gone))).as(gone).isEqualTo(module);
        }
    }

    /** In the values of all variables, and in all targets. */
    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"v;touch made", "$(shell touch made)", "$(touch made)", "`touch made`", "v'\"&touch made"})
    void noValueIsACommand(String value) throws Exception {
        Set<String> yesOrNo = checkout.variablesOfDefault("no");
        assertThat(yesOrNo).contains("FULL", "EXIF_ROTATION");
        for (Map.Entry<String, List<String>> target : checkout.targets().entrySet()) {
            List<String> words = new ArrayList<>(List.of(target.getKey()));
            target.getValue().stream()
                    .filter(name -> !yesOrNo.contains(name))
                    .forEach(name -> words.add(name + "=" + value));
            if (!target.getKey().equals("pareto")) {
                Result result = checkout.make(words.toArray(String[]::new));
                assertThat(result.status()).as(words + ": " + result.printed()).isZero();
                assertThat(checkout.root().resolve("made")).as(words.toString()).doesNotExist();
            }
        }
    }
}
