// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.bundle.QuantizedBundle;
import tools.jackson.databind.JsonNode;

class QuantizeCommandTests {
    @TempDir
    private Path folder;

    private NetworkFiles files;

    @BeforeEach
    void makeFiles() {
        files = new NetworkFiles(folder);
    }

    @Test
    void writesABundleAndSaysHowFarItIsFromFloat() throws IOException {
        CliRun run = quantize(files.checkpoint(NetworkFiles.SMALL), files.images(4), "--compare", 2);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("calibrated on 4 images; on 2 of them same class", "SQNR", "logits", "quantized now");
        assertThat(QuantizedBundle.read(bundle()).shape()).isEqualTo(NetworkFiles.SMALL);
        JsonNode result = report();
        assertThat(result.path("calibrationImages").asInt()).isEqualTo(4);
        assertThat(result.path("comparedImages").asInt()).isEqualTo(2);
        assertThat(result.path("sqnr").valueStream())
                .isNotEmpty()
                .allMatch(row -> row.path("leastDecibels").asDouble()
                        <= row.path("meanDecibels").asDouble());
    }

    /** What the checkpoint's own files say reaches the bundle, the printed text and the report; what is no image is counted. */
    @Test
    void saysHowImagesArePreparedAndWhatIsLeftOut() throws IOException {
        Path model = files.checkpoint(NetworkFiles.SMALL);
        Path images = files.images(2);
        Files.writeString(images.resolve("._glyph-00000.png"), "");
        Files.writeString(images.resolve("a.webp"), "");
        String side = Integer.toString(NetworkFiles.SMALL.imageHeight());
        Path config = model.resolveSibling("preprocessor_config.json");
        Files.writeString(
                config,
                "{\"image_processor_type\": \"ViTImageProcessor\", \"size\": " + side
                        + ", \"image_mean\": 0.25, \"image_std\": 0.5}");
        CliRun run = quantize(model, images, "--compare", 0);
        String expected = "exact=" + side + "x" + side + ":bilinear";
        assertThat(run.out())
                .contains(
                        "preprocessing " + expected
                                + " (preprocessor_config.json, assumed resample bilinear), mean 0.25",
                        "2 files left out (1 .webp, 1 hidden)");
        assertThat(report().path("preprocessing").path("preprocess").asString()).isEqualTo(expected);
        assertThat(report().path("leftOut").path(".webp").asInt()).isEqualTo(1);
        assertThat(QuantizedBundle.read(bundle()).input().preprocess().text()).isEqualTo(expected);
        String key = report().path("key").asString();

        quantize(model, images, "--compare", 0, "--exif-rotation");
        assertThat(report().path("preprocessing").path("preprocess").asString()).isEqualTo("exif," + expected);
        assertThat(report().path("key").asString()).isNotEqualTo(key);
        quantize(model, images, "--compare", 0, "--preprocess", "crop");
        assertThat(report().path("preprocessing").path("preprocessFrom").asString())
                .isEqualTo("--preprocess");

        Files.writeString(config, "{\"size\": 7}");
        assertThat(quantize(model, images).err())
                .contains("exact=7x7:bilinear ends in 7x7 pixels, but the network takes " + side + "x" + side)
                .contains("(Preprocessing by preprocessor_config.json");
        Files.writeString(config, "{\"size\": " + side + ", \"image_mean\": 0.5}");
        assertThat(quantize(model, images).err())
                .contains(config + " says \"image_mean\": 0.5; \"image_std\" is missing");
    }

    @Test
    void bundleIsReusedUntilSomethingThatDecidesItChanges() throws IOException {
        Path cache = folder.resolve("cache");
        Path model = files.checkpoint(NetworkFiles.SMALL);
        Path images = files.images(3);
        quantize(model, images, "--cache", cache);
        String key = report().path("key").asString();
        byte[] first = Files.readAllBytes(bundle());

        assertThat(quantize(model, images, "--cache", cache).out()).contains("taken from the cache", key);
        assertThat(report().path("reused").asBoolean()).isTrue();
        assertThat(bundle()).hasBinaryContent(first);
        quantize(model, images, "--cache", cache, "--compare", 2);
        assertThat(report().path("comparedImages").asInt())
                .as("asked for, so done")
                .isEqualTo(2);

        quantize(model, images, "--cache", cache, "--bits", "4/8/4");
        assertThat(report().path("reused").asBoolean()).as("other option").isFalse();

        Path image = images.resolve("glyph-00000.png");
        Files.copy(images.resolve("glyph-00001.png"), image, StandardCopyOption.REPLACE_EXISTING);
        quantize(model, images, "--cache", cache);
        assertThat(report().path("reused").asBoolean()).as("other image").isFalse();
        assertThat(report().path("key").asString()).isNotEqualTo(key);
    }

    @Test
    void damagedBundleInTheCacheIsMadeAgain() throws IOException {
        Path cache = folder.resolve("cache");
        Path model = files.checkpoint(NetworkFiles.SMALL);
        Path images = files.images(2);
        quantize(model, images, "--cache", cache);
        byte[] good = Files.readAllBytes(bundle());
        Files.write(cache.resolve(report().path("key").asString() + ".p2vit"), new byte[] {1, 2, 3});
        quantize(model, images, "--cache", cache);
        assertThat(report().path("reused").asBoolean()).isFalse();
        assertThat(bundle()).hasBinaryContent(good);
    }

    @Test
    void missingTensorIsNamed() throws IOException {
        String tensor = "blocks.0.mlp.fc2.weight";
        CliRun run = quantize(files.checkpoint(NetworkFiles.SMALL, tensor), files.images(1));
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("\"" + tensor + "\" is missing").doesNotContain("\tat ");
        assertThat(bundle()).doesNotExist();
    }

    @Test
    void emptyFolderIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        CliRun run = quantize(files.checkpoint(NetworkFiles.SMALL), empty);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains(empty + " holds no images").doesNotContain("\tat ");
    }

    @Test
    void unreadableImageIsNamed() throws IOException {
        Path images = files.images(2);
        Path broken = Files.writeString(images.resolve("broken.jpg"), "no picture");
        CliRun run = quantize(files.checkpoint(NetworkFiles.SMALL), images);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains(broken.toString()).doesNotContain("\tat ");
        assertThat(bundle()).doesNotExist();
    }

    @Test
    void impossibleOptionsAreRefused() throws IOException {
        Path model = files.checkpoint(NetworkFiles.SMALL);
        Path images = files.images(1);
        assertThat(quantize(model, images, "--bits", "5/8/4").err()).contains("5/8/4", "8 or 4");
        assertThat(quantize(model, images, "--preprocess", "stretch").err()).contains("stretch", "resize-crop");
        assertThat(quantize(folder.resolve("none.safetensors"), images).exitCode())
                .isEqualTo(ExitCode.INVALID_INPUT);
    }

    /** Without images pictures are drawn, always the same ones. */
    @Test
    void quantizesWithoutImages() throws IOException {
        Path model = files.checkpoint(NetworkFiles.SMALL);
        CliRun run = run("--model", model);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("calibrated without images", "8 drawn pictures")
                .doesNotContain("SQNR");
        assertThat(report().path("calibrationImages").asInt()).isZero();
        byte[] first = Files.readAllBytes(bundle());
        assertThat(run("--model", model, "--compare", 2).out()).contains("SQNR");
        assertThat(report().path("comparedImages").asInt()).isEqualTo(2);
        assertThat(bundle()).hasBinaryContent(first);
        run("--model", model, "--with", "bias-correction");
        assertThat(report().path("bits").asString()).endsWith("with bias-correction");
        assertThat(Files.readAllBytes(bundle())).as("asked for, so done").isNotEqualTo(first);
    }

    private CliRun quantize(Path model, Path images, Object... more) {
        List<Object> args = new ArrayList<>(List.of("--model", model, "--calibration", images));
        args.addAll(List.of(more));
        return run(args.toArray());
    }

    private CliRun run(Object... more) {
        List<Object> args = new ArrayList<>(List.of("quantize", "--output", bundle()));
        args.addAll(List.of("--json", folder.resolve("report.json")));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray());
    }

    private Path bundle() {
        return folder.resolve("out/network.p2vit");
    }

    private JsonNode report() {
        return CliRun.report(folder.resolve("report.json")).path("result");
    }
}
