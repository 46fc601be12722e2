// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.demo.GlyphSet;
import org.p2vit.quant.image.ImageDecoder;
import org.p2vit.quant.image.PixelImage;
import org.p2vit.testbench.device.Driver;
import tools.jackson.databind.JsonNode;

/** From a picture to named classes: by {@code classify}, and by the drivers, which must say the same. */
@Tag("cosim")
class ClassifyCosimTests {
    /** The picture that {@code make classify} shows; nobody has trained or calibrated with it. */
    private static final Path SIGN = Path.of("..", "doc", "sign.jpg");

    private static final Path MULTIPLY = Path.of("src/test/resources/tiny-multiply.yaml");

    @TempDir
    private Path folder;

    @Test
    void theSignIsALetter() {
        JsonNode result = classify(SIGN);
        assertThat(result.path("mismatches").asInt(-1)).isZero();
        assertThat(result.path("wordsChecked").asLong()).isPositive();
        JsonNode best = result.path("pictures").path(0).path("best");
        assertThat(best).hasSize(5);
        assertThat(best.path(0).path("name").asString()).isEqualTo("P");
        assertThat(best.path(0).path("probability").asDouble()).isBetween(0.5, 1.0);
    }

    @Test
    void classesWithoutNamesHaveNumbers() throws IOException {
        NetworkFiles files = new NetworkFiles(folder);
        CliRun run = CliRun.of(
                "classify",
                "--config",
                "tiny",
                "--bundle",
                files.bundle(NetworkFiles.SMALL),
                "--image",
                files.images(2),
                "--rtl",
                folder.resolve("rtl"));
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("glyph-00000.png", "glyph-00001.png", "%  class ", " 0 differ");
    }

    @ParameterizedTest
    @CsvSource({"C, tiny", "C, multiply", "PYTHON, tiny", "PYTHON, multiply"})
    @Tag("tools")
    @Tag("fpga")
    void driversSayTheSame(Driver driver, String machine) throws IOException {
        Path letters = folder.resolve("letters");
        new GlyphSet(GlyphSet.EVALUATION_SEED, 20).export(letters);
        List<Path> pictures = List.of(SIGN, letters.resolve("glyph-00012.png"), letters.resolve("glyph-00019.png"));
        String config = machine.equals("tiny") ? machine : MULTIPLY.toString();
        List<Path> pixmaps = new ArrayList<>();
        for (Path picture : pictures) {
            pixmaps.add(pixmap(picture));
        }
        CliRun run = device(config, driver.command(AcceleratorConfig.load(config)), pixmaps);
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);

        JsonNode expected = classify(
                Stream.concat(Stream.of("--config", config), pictures.stream()).toArray());
        for (JsonNode picture : expected.path("pictures")) {
            assertThat(run.out()).contains(lines(picture.path("best")));
        }
    }

    /** Decoders of JPEG may differ in a bit; the letter stays. */
    @Test
    @Tag("tools")
    @Tag("fpga")
    void aJpegIsReadWhereTheLibraryIs() throws IOException {
        List<String> program = Driver.withJpeg(AcceleratorConfig.load("tiny"));
        CliRun run = device("tiny", program, List.of(SIGN));
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).containsPattern("sign.jpg: 240x180 pixels, \\d+ cycles\\n +9\\d\\.\\d %  class 25, P\\n");

        Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(Files.readAllBytes(SIGN), 3000));
        CliRun damaged = device("tiny", program, List.of(cut));
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.PROGRAM_FAILED);
        assertThat(damaged.out()).contains("cut.jpg: the JPEG is damaged or cut short");
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    @Tag("tools")
    @Tag("fpga")
    void whatIsNoPictureIsRefused(Driver driver) throws IOException {
        List<String> program = driver.command(AcceleratorConfig.load("tiny"));
        Map<String, byte[]> files = Map.of(
                "text.ppm", "no picture".getBytes(StandardCharsets.US_ASCII),
                "short.ppm", "P6 4 4 255\n123".getBytes(StandardCharsets.US_ASCII),
                "deep.ppm", "P6 4 4 65535\n".getBytes(StandardCharsets.US_ASCII),
                "flat.pgm", "P5 0 4 255\n".getBytes(StandardCharsets.US_ASCII));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = Files.write(folder.resolve(file.getKey()), file.getValue());
            CliRun run = device("tiny", program, List.of(path));
            assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.PROGRAM_FAILED);
            assertThat(run.out()).contains(file.getKey()).doesNotContain("Traceback");
        }
    }

    /** A driver's program with the demo and pictures. */
    private CliRun device(String config, List<String> program, List<Path> pictures) {
        Path network = folder.resolve("network.img");
        CliRun written = CliRun.of(
                "board-test", "--config", config, "--cache", "target/cache", "--count", 1, "--output", network);
        assertThat(written.exitCode()).as(written.err()).isEqualTo(ExitCode.OK);
        List<Object> command = new ArrayList<>(List.of("device", "--config", config, "--rtl", folder.resolve("rtl")));
        command.add("--");
        command.addAll(program);
        command.add(network);
        command.addAll(pictures);
        return CliRun.of(command.toArray());
    }

    private static String lines(JsonNode best) {
        StringBuilder lines = new StringBuilder();
        for (JsonNode one : best) {
            lines.append(String.format(
                    Locale.ROOT,
                    "  %5.1f %%  class %d, %s%n",
                    100 * one.path("probability").asDouble(),
                    one.path("index").asInt(),
                    one.path("name").asString()));
        }
        return lines.toString();
    }

    /** What the drivers read without a library. */
    private Path pixmap(Path picture) throws IOException {
        PixelImage pixels = ImageDecoder.read(picture);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("P6\n# %s\n%d %d\n255\n"
                .formatted(picture.getFileName(), pixels.width(), pixels.height())
                .getBytes(StandardCharsets.US_ASCII));
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                for (int channel = 0; channel < 3; channel++) {
                    bytes.write(pixels.sample(x, y, channel));
                }
            }
        }
        return Files.write(folder.resolve(picture.getFileName() + ".ppm"), bytes.toByteArray());
    }

    /** @param options pictures last, or a configuration and then pictures */
    private JsonNode classify(Object... options) {
        Path report = folder.resolve("report.json");
        List<Object> command = new ArrayList<>(
                List.of("classify", "--cache", "target/cache", "--rtl", folder.resolve("rtl"), "--json", report));
        for (Object option : options) {
            if (option instanceof Path) {
                command.add("--image");
            }
            command.add(option);
        }
        CliRun run = CliRun.of(command.toArray());
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        return CliRun.report(report).path("result");
    }
}
