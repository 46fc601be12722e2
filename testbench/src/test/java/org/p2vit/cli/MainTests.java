// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.cli.run.ErrorInWork;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.accelerator.RunFailedException;
import org.p2vit.testbench.verilator.BuildException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTests {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void helpListsEverySubcommandAndExitCode() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        for (String name : Main.commandLine().getSubcommands().keySet()) {
            assertThat(out.toString()).contains("  " + name);
        }
        for (ExitCode code : ExitCode.values()) {
            assertThat(out.toString()).contains("  " + code.status() + "   ");
        }
    }

    @Test
    void exitCodesDiffer() {
        assertThat(Stream.of(ExitCode.values()).map(ExitCode::status)).doesNotHaveDuplicates();
    }

    @Test
    void versionIsTheOneMavenBuilt() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).matches("p2vit \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @ParameterizedTest
    @MethodSource
    void usageErrorsNameTheMistake(String[] args, String mistake) {
        assertThat(run(args)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(mistake).contains("--help").doesNotContain("\tat ");
    }

    static Stream<Arguments> usageErrorsNameTheMistake() {
        return Stream.of(
                Arguments.of(new String[] {}, "subcommand"),
                Arguments.of(new String[] {"frobnicate"}, "frobnicate"),
                Arguments.of(new String[] {"info", "--frobnicate"}, "--frobnicate"),
                Arguments.of(new String[] {"info", "--json"}, "--json"),
                Arguments.of(new String[] {"synth", "top.v", "--family", "ice40"}, "ice40"));
    }

    @Test
    void reportHoldsTheResult() throws IOException {
        Path file = folder.resolve("deep/er/info.json");
        assertThat(run("info", "--json", file.toString())).isEqualTo(ExitCode.OK);
        JsonNode report = read(file);
        assertThat(report.path("command").asString()).isEqualTo("info");
        assertThat(report.path("exitCode").asString()).isEqualTo("OK");
        assertThat(report.path("result").path("processors").asInt()).isPositive();
        assertThat(report.has("error")).isFalse();
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).as("no partial file stays behind").containsExactly(file);
        }
    }

    /** Failures as well: what broke has an origin, too. */
    @Test
    void reportSaysWhereItComesFrom() throws IOException {
        Path file = folder.resolve("info.json");
        String before = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        run("info", "--commit", "0123abc", "--json", file.toString());
        JsonNode report = read(file);
        assertThat(report.path("date").asString())
                .matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")
                .isGreaterThanOrEqualTo(before);
        assertThat(report.path("commit").asString()).isEqualTo("0123abc");
        assertThat(report.path("arguments").valueStream().map(JsonNode::asString))
                .containsExactly("info", "--commit", "0123abc", "--json", file.toString());

        runFailing(new InvalidInputException("no"), "failing", "--commit", "0456", "--json", file.toString());
        assertThat(read(file).path("commit").asString()).isEqualTo("0456");
    }

    @Test
    void reportThatCannotBeWrittenIsAFileSystemFailure() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        assertThat(run("info", "--json", notAFolder.resolve("report.json").toString()))
                .isEqualTo(ExitCode.FILE_SYSTEM);
        assertThat(err.toString()).contains("file").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @MethodSource
    void failuresHaveTheirOwnExitCodeAndNoStackTrace(RuntimeException failure, ExitCode expected, String message)
            throws IOException {
        Path file = folder.resolve("failing.json");
        assertThat(runFailing(failure, "failing", "--json", file.toString())).isEqualTo(expected);
        assertThat(err.toString()).isEqualTo("failing: " + message + System.lineSeparator());
        JsonNode report = read(file);
        assertThat(report.path("exitCode").asString()).isEqualTo(expected.name());
        assertThat(report.path("exitStatus").asInt()).isEqualTo(expected.status());
        assertThat(report.path("error").asString()).isEqualTo(message);
        assertThat(report.has("result")).isFalse();
    }

    static Stream<Arguments> failuresHaveTheirOwnExitCodeAndNoStackTrace() {
        return Stream.of(
                Arguments.of(
                        new InvalidInputException("depth is 13, at most 12"),
                        ExitCode.INVALID_INPUT,
                        "depth is 13, at most 12"),
                Arguments.of(
                        new InvalidInputException("a.yaml has 2 faults:", List.of("x\n  y", "z")),
                        ExitCode.INVALID_INPUT,
                        "a.yaml has 2 faults:\n  x\\u000a  y\n  z"),
                Arguments.of(
                        new UncheckedIOException(new NoSuchFileException("cat.jpg")),
                        ExitCode.INVALID_INPUT,
                        "no such file: cat.jpg"),
                Arguments.of(
                        new ErrorInWork(new StackOverflowError()),
                        ExitCode.OUT_OF_MEMORY,
                        "the stack of the Java machine is too small for this input; java -Xss64m -jar … gives it more"),
                Arguments.of(
                        new RunFailedException("nothing moved for 200000 cycles"),
                        ExitCode.SIMULATION_STOPPED,
                        "nothing moved for 200000 cycles"),
                Arguments.of(new BuildException("g++ is not installed"), ExitCode.TOOL_MISSING, "g++ is not installed"),
                Arguments.of(new UncheckedIOException(new IOException("disk full")), ExitCode.FILE_SYSTEM, "disk full"),
                Arguments.of(
                        new IllegalStateException("empty queue"),
                        ExitCode.INTERNAL_ERROR,
                        "IllegalStateException: empty queue"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lint", "synth"})
    void missingVerilogIsInvalidInput(String command) {
        String missing = folder.resolve("missing.v").toString();
        assertThat(run(command, missing)).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(err.toString()).contains(missing).doesNotContain("\tat ");
    }

    @Test
    void debugShowsTheStackTrace() {
        assertThat(runFailing(new InvalidInputException("bad"), "--debug", "failing"))
                .isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(err.toString()).contains("InvalidInputException: bad").contains("\tat ");
    }

    @Test
    void invocationCanBeTypedAgain() {
        CommandLine commandLine = Main.commandLine();
        commandLine.addSubcommand(new Echo());
        String json = folder.resolve("it's here.json").toString();
        run(commandLine, "--debug", "echo", "--json", json);
        assertThat(out.toString().strip())
                .isEqualTo("java -jar testbench/target/p2vit.jar --debug echo --json '"
                        + json.replace("'", "'\\''")
                        + "'");
    }

    private ExitCode run(String... args) {
        return run(Main.commandLine(), args);
    }

    private ExitCode runFailing(RuntimeException failure, String... args) {
        CommandLine commandLine = Main.commandLine();
        commandLine.addSubcommand(new Failing(failure));
        // picocli hands the handler only to the subcommands present when it is set.
        commandLine.setExecutionExceptionHandler(commandLine.getExecutionExceptionHandler());
        return run(commandLine, args);
    }

    private ExitCode run(CommandLine commandLine, String... args) {
        int status = commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return Stream.of(ExitCode.values())
                .filter(code -> code.status() == status)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode read(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    @Command(name = "failing")
    private static final class Failing extends ReportingCommand {
        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        protected Outcome execute() {
            throw failure;
        }
    }

    @Command(name = "echo")
    private static final class Echo extends ReportingCommand {
        @Override
        protected Outcome execute() {
            out().println(invocation());
            return Outcome.ok(0);
        }
    }
}
