// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.model.VitShape;
import tools.jackson.databind.JsonNode;

/**
 * The published DeiT-Tiny, from its file and a photograph to logits, through the Verilog of {@code kv260}. At night: by day
 * {@link PublishedVitCosimTests} takes another network of the same shape the same way.
 */
@Tag("cosim")
@Tag("data")
@Tag("nightly")
class DeitTinyCosimTests {
    private static final VitShape DEIT_TINY = new VitShape(224, 224, 3, 16, 192, 12, 3, 768, 1000);

    @TempDir
    private Path folder;

    @Test
    void photographIsEqualInEveryWord() {
        Path model = PretrainedData.path("deit_tiny_patch16_224.safetensors");
        Path bundle = folder.resolve("deit.p2vit");
        CliRun.quantize(model, PretrainedData.path("imagenet-calibration"), bundle);

        JsonNode image = CliRun.simulateEqual(
                DEIT_TINY,
                folder,
                "--bundle",
                bundle,
                "--model",
                model,
                "--image",
                PretrainedData.path("imagenet-validation"),
                "--count",
                1,
                "--preprocess",
                "crop");
        assertThat(image.path("top1").asInt()).isEqualTo(image.path("label").asInt());
    }
}
