// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.VitShape;
import tools.jackson.databind.JsonNode;

/** The published DeiT-Tiny, from its file and a photograph to logits, through the Verilog of {@code kv260}. */
@Tag("cosim")
@Tag("data")
@Tag("slow")
class DeitTinyCosimTests {
    private static final VitShape DEIT_TINY = new VitShape(224, 224, 3, 16, 192, 12, 3, 768, 1000);

    @TempDir
    private Path folder;

    @Test
    void photographIsEqualInEveryWord() {
        Path model = TestData.path("deit_tiny_patch16_224.safetensors");
        Path bundle = folder.resolve("deit.p2vit");
        CliRun.quantize(model, TestData.path("imagenet-calibration"), bundle);

        Path json = folder.resolve("report.json");
        CliRun run = CliRun.of(
                "simulate",
                "--config",
                "kv260",
                "--bundle",
                bundle,
                "--model",
                model,
                "--image",
                TestData.path("imagenet-validation"),
                "--count",
                1,
                "--preprocess",
                "crop",
                "--rtl",
                folder.resolve("rtl"),
                "--json",
                json);
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        JsonNode image = CliRun.report(json).path("result").path("images").path(0);
        assertThat(image.path("mismatches").asLong()).isZero();
        int word = AcceleratorConfig.load("kv260").array().word();
        assertThat(image.path("wordsChecked").asLong())
                .isEqualTo(ExpectedWords.of(DEIT_TINY, word).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        assertThat(image.path("top1").asInt()).isEqualTo(image.path("label").asInt());
    }
}
