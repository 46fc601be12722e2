// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.MemoryTensors;
import org.p2vit.quant.weights.SafetensorsFile;
import org.p2vit.quant.weights.SafetensorsWriter;
import tools.jackson.databind.JsonNode;

/** The network that evaluate measures is the one that runs: DeiT-Tiny's first block, 8/8/8, and a photograph through the Verilog. */
@Tag("cosim")
@Tag("data")
class DeployedBitsCosimTests {
    private static final String CONFIG = "src/test/resources/deit-multiply.yaml";
    private static final int WORD = 8;
    private static final VitShape ONE_BLOCK = new VitShape(224, 224, 3, 16, 192, 1, 3, 768, 1000);
    private static final int CALIBRATION_IMAGES = 4;

    @TempDir
    private Path folder;

    @Test
    void whatWasEvaluatedRuns() throws IOException {
        Path model = oneBlock(PretrainedData.path("deit_tiny_patch16_224.safetensors"));
        Path photographs = some(PretrainedData.path("imagenet-calibration"));
        String photograph = photographs.toFile().list()[0];
        Path labels = Files.writeString(folder.resolve("labels.txt"), photograph + ",1\n");

        JsonNode evaluated = run(
                "evaluate",
                "--model",
                model,
                "--calibration",
                photographs,
                "--config",
                CONFIG,
                "--cache",
                cache(),
                "--images",
                photographs,
                "--labels",
                labels,
                "--no-baselines",
                "--tensor-images",
                0);
        assertThat(evaluated.path("bits").asString()).isEqualTo("8/8/8");
        Path bundle = folder.resolve("network.p2vit");
        JsonNode quantized = run(
                "quantize",
                "--model",
                model,
                "--calibration",
                photographs,
                "--bits",
                "8/8/8",
                "--cache",
                cache(),
                "--output",
                bundle);
        assertThat(quantized.path("reused").asBoolean())
                .as("the network that was evaluated")
                .isTrue();

        JsonNode image = run(
                        "simulate",
                        "--config",
                        CONFIG,
                        "--bundle",
                        bundle,
                        "--model",
                        model,
                        "--image",
                        photographs.resolve(photograph),
                        "--rtl",
                        folder.resolve("rtl"))
                .path("images")
                .path(0);
        assertThat(image.path("mismatches").asLong()).isZero();
        assertThat(image.path("top1").asInt())
                .isEqualTo(image.path("goldenTop1").asInt());
        ExpectedWords.withMultiplication(ONE_BLOCK, WORD).forEach((unit, words) -> assertThat(image.path("units")
                        .path(unit.name())
                        .path("wordsChecked")
                        .asLong())
                .as("words of %s", unit)
                .isEqualTo(words));
    }

    private Path oneBlock(Path whole) throws IOException {
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        Path file = folder.resolve("one-block.safetensors");
        try (SafetensorsFile store = SafetensorsFile.open(whole)) {
            store.names().stream()
                    .filter(name -> !name.contains("blocks.") || name.contains("blocks.0."))
                    .forEach(name -> tensors.put(name, store.read(name)));
            SafetensorsWriter.write(file, new MemoryTensors("one block", tensors, store.metadata()));
        }
        return file;
    }

    private Path some(Path images) throws IOException {
        Path some = Files.createDirectory(folder.resolve("photographs"));
        try (Stream<Path> files = Files.list(images)) {
            List<Path> first = files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(CALIBRATION_IMAGES)
                    .toList();
            for (Path file : first) {
                Files.copy(file, some.resolve(file.getFileName()));
            }
        }
        return some;
    }

    private JsonNode run(Object... args) {
        Path json = folder.resolve("report.json");
        CliRun run = CliRun.of(
                Stream.concat(Stream.of(args), Stream.of("--json", json)).toArray());
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        return CliRun.report(json).path("result");
    }

    private Path cache() {
        return folder.resolve("cache");
    }
}
