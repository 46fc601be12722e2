// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.Main;
import org.p2vit.cli.run.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every command with something wrong: the exit code that {@code --help} lists and one sentence, without class names or
 * stack traces. What is wrong is taken from the declarations of its options, so that a new option is tried as well.
 */
class BadInvocationTests {
    private static final Set<Class<?>> WHOLE = Set.of(int.class, long.class, Integer.class, Long.class);

    @TempDir
    private Path folder;

    static List<String> commands() {
        return List.copyOf(Main.commandLine().getSubcommands().keySet());
    }

    /** {@code command: arguments: code}; FILE is a file that holds nothing useful. */
    static List<String> table() {
        return List.of(
                "rtl --config none --output OUT: USAGE",
                "rtl --config FILE --output OUT: INVALID_INPUT",
                "rtl --config absent.yaml --output OUT: INVALID_INPUT",
                "rtl --config DIR --output OUT: INVALID_INPUT",
                "rtl --output /: INVALID_INPUT",
                "rtl --output FILE: FILE_SYSTEM",
                "rtl --output FILE/below: FILE_SYSTEM",
                "rtl: USAGE",
                "compile --bundle FILE --output OUT: INVALID_INPUT",
                "compile --bundle DIR --output OUT: INVALID_INPUT",
                "compile --bundle absent --output OUT: INVALID_INPUT",
                "compile --bundle FILE --output OUT --config kv: USAGE",
                "synthesize-model --arch vit-huge --output OUT: USAGE",
                "synthesize-model --dim 2000000000 --output OUT: USAGE",
                "synthesize-model --dim 20000000000 --output OUT: USAGE",
                "synthesize-model --depth -1 --output OUT: USAGE",
                "synthesize-model --depth 1.5 --output OUT: USAGE",
                "synthesize-model --heads 7 --output OUT: INVALID_INPUT",
                "synthesize-model --output DIR: FILE_SYSTEM",
                "synthesize-model --output FILE/below: FILE_SYSTEM",
                "quantize --model FILE --calibration DIR --output FILE: USAGE",
                "quantize --model FILE --calibration DIR --output OUT: INVALID_INPUT",
                "quantize --model FILE --calibration DIR --output OUT --bits 9/9/9: USAGE",
                "quantize --model FILE --calibration DIR --output OUT --with magic: USAGE",
                "quantize --model FILE --calibration DIR --output OUT --cache FILE: FILE_SYSTEM",
                "evaluate --model FILE --calibration DIR --images DIR --labels absent: INVALID_INPUT",
                "evaluate --model FILE --calibration DIR --images DIR --labels FILE --html DIR: FILE_SYSTEM",
                "ablation --model FILE --calibration DIR --images DIR --labels FILE --limit 2000000000: USAGE",
                "ablation --model FILE --images DIR --labels FILE: USAGE",
                "search --model FILE --bit-table OUT: USAGE",
                "search --model FILE --calibration DIR --bit-table OUT --budget NaN: USAGE",
                "search --model FILE --calibration DIR --bit-table OUT --budget 1e99: USAGE",
                "search --model FILE --calibration DIR --bit-table FILE: USAGE",
                "export --format onnx --output OUT: USAGE",
                "export --format npz --bundle FILE --output OUT: INVALID_INPUT",
                "import --npz FILE --output OUT: INVALID_INPUT",
                "board-test --bundle FILE --image DIR --output OUT: INVALID_INPUT",
                "simulate --bundle FILE --image absent: INVALID_INPUT",
                "simulate --rtl FILE: FILE_SYSTEM",
                "estimate --config=: USAGE",
                "bench --configs=: USAGE",
                "synthesize-model --output=: USAGE",
                "device --memory 4096 -- true: USAGE",
                "bench --weights 5: USAGE",
                "bench --memories slow: USAGE",
                "estimate --images 2000000000: USAGE",
                "estimate --bundle absent: INVALID_INPUT",
                "energy --weights 3: USAGE",
                "timeline --output DIR: FILE_SYSTEM",
                "explore --like none --output OUT: USAGE",
                "explore --output FILE/x: FILE_SYSTEM",
                "pareto --evaluations FILE --output OUT: INVALID_INPUT",
                "pareto --evaluations FILE --output FILE: USAGE",
                "lint absent.v: INVALID_INPUT",
                "synth DIR: INVALID_INPUT",
                "info --json DIR: FILE_SYSTEM",
                "info --json /proc/none: FILE_SYSTEM",
                "info more: USAGE");
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyMistakeHasItsCode(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("empty.yaml"), "");
        Path images = Files.createDirectory(folder.resolve("images"));
        int colon = line.lastIndexOf(": ");
        List<String> args = Stream.of(line.substring(0, colon).split(" "))
                .map(arg -> arg.replace("FILE", file.toString())
                        .replace("DIR", images.toString())
                        .replace("OUT", folder.resolve("out").toString()))
                .collect(Collectors.toCollection(ArrayList::new));
        refused(ExitCode.valueOf(line.substring(colon + 2)), args);
        assertThat(file).hasContent("");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(file, images);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyNumberIsBounded(String name) throws IOException {
        for (ArgSpec option : args(name)) {
            if (OptionFields.declared(option, Bounds.class).isPresent()) {
                boolean whole = WHOLE.contains(option.type());
                for (String value : whole
                        ? List.of(
                                "2000000001",
                                "-1",
                                "-2147483648",
                                "99999999999999999999",
                                "1e3",
                                "0x10",
                                "",
                                "\u0661",
                                "\uff11")
                        : List.of("NaN", "Infinity", "-0.5", "1e300", "", "half", "0.\u0665", "0.5f", "0x1p-1")) {
                    if (!(option.type() == long.class && value.equals("2000000001"))) {
                        refused(ExitCode.USAGE, with(name, ((OptionSpec) option).longestName(), value));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOutputIsTriedBeforeTheWork(String name) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (ArgSpec option : args(name)) {
            FileUse.Kind kind = OptionFields.declared(option, FileUse.class)
                    .map(FileUse::value)
                    .orElse(null);
            if (kind == FileUse.Kind.OUTPUT_FILE || kind == FileUse.Kind.OUTPUT_FOLDER || kind == FileUse.Kind.STORE) {
                refused(
                        ExitCode.FILE_SYSTEM,
                        with(
                                name,
                                ((OptionSpec) option).longestName(),
                                file.resolve("below").toString()));
            }
        }
    }

    @Test
    void seedsThatMadeTheDemoAreNoValuesOfTheOption() {
        CliRun.of("simulate", "--seed", 1).assertUsage("--seed", "seed 1 renders pictures that the demo was made with");
        CliRun.of("board-test", "--config", "tiny", "--seed", 3, "--output", folder.resolve("out"))
                .assertUsage("--seed", "[1, 2, 3]");
    }

    @Test
    void namesCannotMoveTheCursor() {
        CliRun run = CliRun.of("lint", folder.resolve("a\u001b[2J\nb\n  c\u202e.v"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("\\u001b[2J\\u000ab\\u000a  c\\u202e.v");
        assertThat(run.err().lines()).hasSize(1);
        CliRun nul = CliRun.of("lint", "a\0b");
        assertThat(nul.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(nul.err()).contains("a\\u0000b").doesNotContain("Exception");
    }

    /** The command with this option and everything that it requires, all of it there as far as it is read. */
    private List<String> with(String name, String option, String value) throws IOException {
        Path file = folder.resolve("input");
        Path images = folder.resolve("images");
        if (!Files.exists(file)) {
            Files.createFile(file);
            Files.createDirectory(images);
        }
        List<String> args = new ArrayList<>(List.of(name));
        Map<FileUse.Kind, String> values = Map.of(
                FileUse.Kind.INPUT_FILE, file.toString(),
                FileUse.Kind.CHECKPOINT, file.toString(),
                FileUse.Kind.IMAGES, images.toString());
        List<ArgSpec> all = args(name);
        ArgGroupSpec group = all.stream()
                .filter(one -> OptionFields.name(one).equals(option))
                .findFirst()
                .orElseThrow()
                .group();
        for (ArgSpec one : all) {
            boolean needed = one.required() && (one.group() == null || one.group() == group);
            if (needed && !OptionFields.name(one).equals(option)) {
                if (one instanceof OptionSpec named) {
                    args.add(named.longestName());
                }
                args.add(OptionFields.declared(one, FileUse.class)
                        .map(use -> values.getOrDefault(
                                use.value(), folder.resolve("new" + args.size()).toString()))
                        .orElseGet(() -> one.completionCandidates() == null
                                ? "program"
                                : one.completionCandidates().iterator().next()));
            }
        }
        args.add(1, option + "=" + value);
        return args;
    }

    private static List<ArgSpec> args(String name) {
        CommandLine command = Main.commandLine().getSubcommands().get(name);
        return command.getCommandSpec().args();
    }

    private static void refused(ExitCode code, List<String> args) {
        CliRun run = CliRun.of(args.toArray());
        assertThat(run.exitCode()).as(args + ": " + run.err()).isEqualTo(code);
        assertThat(run.err()).as(args.toString()).doesNotContain("\tat ", "Exception", "Error", "java.");
        assertThat(run.err().lines()).as(run.err()).hasSize(code == ExitCode.USAGE ? 2 : 1);
        assertThat(run.out()).isEmpty();
    }
}
