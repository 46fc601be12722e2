// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;

/** Networks whose head reads something else than the normalised class token. */
class OtherReadoutTests {
    private static final VitShape DIRECT = TinyCheckpoint.SHAPE.with(Readout.DIRECT);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNetworkWithoutAFinalNormIsReadAndSaidAloud(boolean huggingFace) throws IOException {
        TinyCheckpoint checkpoint = new TinyCheckpoint(folder).config("{\"num_heads\": 16}");
        if (huggingFace) {
            checkpoint.huggingFace("vit.");
        }
        FloatVit with = checkpoint.read();
        String norm = huggingFace ? "vit.layernorm" : "norm";
        checkpoint.tensors.keySet().removeIf(name -> name.startsWith(norm + "."));

        Checkpoint without = checkpoint.read(CheckpointOptions.NONE);

        assertThat(without.network().shape()).isEqualTo(DIRECT);
        assertThat(without.network().norm()).isEmpty();
        assertThat(without.network().head()).isEqualTo(with.head());
        assertThat(without.network().blocks()).isEqualTo(with.blocks());
        assertThat(without.assumed()).anyMatch(note -> note.contains("no final norm") && note.contains(norm));
    }

    @Test
    void whatTheConfigurationSaysIsNotAssumed() throws IOException {
        TinyCheckpoint checkpoint = new TinyCheckpoint(folder, DIRECT);
        checkpoint.config("{\"num_heads\": 16, \"model_args\": {\"final_norm\": false}}");
        assertThat(checkpoint.read(CheckpointOptions.NONE).assumed()).noneMatch(note -> note.contains("norm,"));
        checkpoint.config("{\"num_heads\": 16, \"model_args\": {\"final_norm\": true}}");
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("\"model_args.final_norm\": true")
                .hasMessageContaining("have no final norm");
    }

    /** Half a norm is a damaged file. */
    @Test
    void partOfANormIsNotNoNorm() {
        TinyCheckpoint checkpoint = new TinyCheckpoint(folder);
        checkpoint.tensors.remove("norm.weight");
        assertThatThrownBy(() -> checkpoint.read()).hasMessageContaining("\"norm.weight\" is missing");
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        FloatVit network =
                new TinyCheckpoint(folder, DIRECT).config("{\"num_heads\": 16}").read();
        Path copy = Files.createDirectory(folder.resolve("copy")).resolve("model.safetensors");
        CheckpointWriter.write(copy, network);
        assertThat(CheckpointReader.read(copy)).isEqualTo(network);
    }

    @Test
    void twoClassTokensNeedANorm() {
        TinyCheckpoint checkpoint = new TinyCheckpoint(folder, TinyCheckpoint.SHAPE.with(2, 0));
        checkpoint.tensors.keySet().removeIf(name -> name.startsWith("norm."));
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("2 tokens before its patches and no final norm");
    }
}
