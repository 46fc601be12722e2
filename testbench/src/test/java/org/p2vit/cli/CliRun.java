// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.VitShape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run of the command line inside the test, with what it printed. */
public record CliRun(ExitCode exitCode, String out, String err) {
    public static CliRun of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
        ExitCode exitCode = Stream.of(ExitCode.values())
                .filter(code -> code.status() == status)
                .findFirst()
                .orElseThrow();
        return new CliRun(exitCode, out.toString(), err.toString());
    }

    /** Quantizes a trained network, or takes it from the cache that the tests share. */
    static void quantize(Path model, Path calibration, Path bundle) {
        CliRun run = of(
                "quantize",
                "--model",
                model,
                "--config",
                "kv260",
                "--calibration",
                calibration,
                "--compare",
                0,
                "--cache",
                "target/cache",
                "--output",
                bundle);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
    }

    /**
     * Simulates one image on {@code kv260} and expects that every word of a network of this shape was compared and equal.
     *
     * @param folder gets Verilog and report
     * @return what the report says of the image
     */
    static JsonNode simulateEqual(VitShape shape, Path folder, Object... options) {
        Path json = folder.resolve("report.json");
        CliRun run = of(Stream.concat(
                        Stream.of("simulate", "--config", "kv260", "--rtl", folder.resolve("rtl"), "--json", json),
                        Stream.of(options))
                .toArray());
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        JsonNode image = report(json).path("result").path("images").path(0);
        assertThat(image.path("mismatches").asLong()).isZero();
        int word = AcceleratorConfig.load("kv260").array().word();
        assertThat(image.path("wordsChecked").asLong())
                .isEqualTo(ExpectedWords.withMultiplication(shape, word).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        return image;
    }

    /** Expects that the input was refused with a message that holds all these texts, and without a stack trace. */
    public void assertRefused(String... message) {
        assertThat(exitCode).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(err).contains(message).doesNotContain("\tat ");
    }

    /** Expects that the options were refused, as {@link #assertRefused}. */
    public void assertUsage(String... message) {
        assertThat(exitCode).as(err).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains(message).doesNotContain("\tat ", "Exception");
    }

    /** A report that {@code --json} wrote. */
    public static JsonNode report(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
