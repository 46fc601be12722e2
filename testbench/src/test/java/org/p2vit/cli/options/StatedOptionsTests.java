// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.MemoryTensors;
import org.p2vit.quant.weights.SafetensorsWriter;
import org.p2vit.quant.weights.SyntheticCheckpoint;
import tools.jackson.databind.JsonNode;

/** What the command line says about a model, and what it says back. */
class StatedOptionsTests {
    private static final VitShape SHAPE = new VitShape(8, 8, 3, 4, 64, 1, 4, 16, 3);

    @TempDir
    private Path folder;

    private Path model;
    private Path images;

    @BeforeEach
    void write() throws IOException {
        model = folder.resolve("bare/model.safetensors");
        Files.createDirectories(model.getParent());
        SyntheticCheckpoint synthetic = new SyntheticCheckpoint(SHAPE, 1);
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        synthetic.names().forEach(name -> tensors.put(name, synthetic.read(name)));
        SafetensorsWriter.write(model, new MemoryTensors("test", tensors, Map.of()));
        images = new NetworkFiles(folder).images(2);
    }

    @Test
    void whatIsAssumedIsPrintedAndReported() throws IOException {
        CliRun run = quantize();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("assumed 1 attention heads", "--heads", "square image of 8x8", "GELU", "epsilon");
        JsonNode report = CliRun.report(folder.resolve("report.json"));
        assertThat(report.path("assumed").toString()).contains("1 attention heads");
        assertThat(heads()).isEqualTo(1);

        CliRun stated = quantize("--heads", 4, "--image-size", 8);
        assertThat(stated.out()).doesNotContain("attention heads", "square");
        assertThat(heads()).isEqualTo(4);
        assertThat(quantize("--heads", 2).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(heads()).as("another network, not the one of the cache").isEqualTo(2);
    }

    @Test
    void anotherImageSizeIsAnotherNetwork() {
        assertThat(quantize("--heads", 4, "--image-size", "8x12").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(QuantizedBundle.read(bundle()).shape().imageWidth()).isEqualTo(12);
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        Files.writeString(model.resolveSibling("config.json"), "{\"num_attention_heads\": 4}");
        quantize("--heads", 2).assertRefused("--heads says 2", "\"num_attention_heads\": 4");
        for (String heads : new String[] {"0", "-1", "many", "1e3", "99999999999"}) {
            CliRun run = quantize("--heads", heads);
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("--heads", heads);
        }
        for (String size : new String[] {"0", "x", "8x", "8x8x8", "8X8", "1000000"}) {
            CliRun run = quantize("--image-size", size);
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("--image-size", size);
        }
        Path weights = model;
        model = images;
        quantize().assertRefused("is a folder; name a .safetensors file");
        CliRun unread = CliRun.of("simulate", "--bundle", weights, "--image", images, "--heads", 3);
        assertThat(unread.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unread.err()).contains("--heads has no effect without --model");
    }

    @Test
    void whatSynthesizeModelWritesIsTaken() {
        for (String[] options : new String[][] {
            {"--channels", "1", "--heads", "2", "--image-size", "8"},
            {"--distilled", "--heads", "2", "--image-size", "8"},
            {"--channels", "3", "--heads", "8", "--image-size", "12"}
        }) {
            Path file = folder.resolve("drawn.safetensors");
            Object[] command = {
                "synthesize-model",
                "--patch",
                4,
                "--dim",
                64,
                "--depth",
                1,
                "--mlp-dim",
                16,
                "--classes",
                5,
                "--output",
                file
            };
            CliRun drawn = CliRun.of(joined(command, options));
            assertThat(drawn.exitCode()).as(drawn.err()).isEqualTo(ExitCode.OK);
            model = file;
            CliRun run = quantize();
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).doesNotContain(": assumed");
        }
    }

    private CliRun quantize(Object... more) {
        Object[] command = {
            "quantize",
            "--model",
            model,
            "--calibration",
            images,
            "--compare",
            0,
            "--output",
            bundle(),
            "--cache",
            folder.resolve("cache"),
            "--json",
            folder.resolve("report.json")
        };
        return CliRun.of(joined(command, more));
    }

    private static Object[] joined(Object[] first, Object[] second) {
        return Stream.concat(Stream.of(first), Stream.of(second)).toArray();
    }

    private int heads() {
        return QuantizedBundle.read(bundle()).shape().heads();
    }

    private Path bundle() {
        return folder.resolve("out.p2vit");
    }
}
