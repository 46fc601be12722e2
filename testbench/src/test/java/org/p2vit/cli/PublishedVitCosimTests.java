// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.model.VitShape;
import tools.jackson.databind.JsonNode;

/** A ViT of Hugging Face as it was published, with nothing stated by hand: its own files say all that tensors do not. */
@Tag("data")
@Tag("slow")
class PublishedVitCosimTests {
    private static final VitShape SHAPE = new VitShape(224, 224, 3, 16, 192, 12, 3, 768, 200);
    private static final int IMAGES = 60;

    @TempDir
    private Path folder;

    /** Float is right on 75 to 79 % of such images, as the data's provenance says. */
    @Test
    void isEvaluated() {
        Path json = folder.resolve("report.json");
        CliRun run = CliRun.of(
                "evaluate",
                "--model",
                PretrainedData.path("vit_tiny_200/model.safetensors"),
                "--calibration",
                PretrainedData.path("vit_tiny_200/calibration"),
                "--images",
                PretrainedData.path("vit_tiny_200/validation"),
                "--labels",
                PretrainedData.path("vit_tiny_200/validation/labels.csv"),
                "--no-baselines",
                "--tensor-images",
                0,
                "--cache",
                "target/cache",
                "--json",
                json);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("exact=224x224:bilinear (preprocessor_config.json)");
        JsonNode result = CliRun.report(json).path("result");
        assertThat(result.path("images").asInt()).isEqualTo(IMAGES);
        assertThat(result.path("floatTop1").asDouble()).isBetween(0.74, 0.80);
        assertThat(result.path("agreement").asDouble()).isGreaterThan(0.8);
    }

    @Test
    @Tag("cosim")
    void photographIsEqualInEveryWord() {
        Path model = PretrainedData.path("vit_tiny_200/model.safetensors");
        Path bundle = folder.resolve("vit.p2vit");
        CliRun.quantize(model, PretrainedData.path("vit_tiny_200/calibration"), bundle);

        CliRun.simulateEqual(
                SHAPE,
                folder,
                "--bundle",
                bundle,
                "--image",
                PretrainedData.path("vit_tiny_200/validation/val_81.png"));
    }
}
