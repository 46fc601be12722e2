// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks some of whose layers have no biases: they are zero, which the configuration may say and may not deny. */
class MissingBiasTests {
    @TempDir
    private Path folder;

    private TinyCheckpoint checkpoint;

    @BeforeEach
    void make() {
        checkpoint = new TinyCheckpoint(folder);
    }

    private void removeBiases(String layers) {
        assertThat(checkpoint.tensors.keySet().removeIf(name -> name.matches("(.*\\.)?(" + layers + ")\\.bias")))
                .isTrue();
    }

    /** Which zeros are assumed aloud. */
    private List<String> notes() throws IOException {
        return checkpoint.read(CheckpointOptions.NONE).assumed().stream()
                .filter(note -> note.startsWith("zeros"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "attn.qkv, qkv_bias, qkv",
        "attn.proj|mlp.fc1|mlp.fc2, proj_bias, proj",
        "attn.proj|mlp.fc1|mlp.fc2, proj_bias, fc1",
        "attn.proj|mlp.fc1|mlp.fc2, proj_bias, fc2"
    })
    void biasesThatNoBlockHasAreZero(String layers, String key, String layer) throws IOException {
        FloatLinear whole = layer(checkpoint.read(), layer);
        removeBiases(layers);
        assertThat(notes()).hasSize(layers.split("\\|").length).allMatch(note -> note.endsWith("in every block"));
        FloatLinear without = layer(checkpoint.read(), layer);
        assertThat(without.bias())
                .isEqualTo(FloatTensor.of(
                        new float[whole.weight().rows()], whole.weight().rows()));
        assertThat(without.weight()).isEqualTo(whole.weight());

        checkpoint.config("{\"" + key + "\": false}");
        assertThat(notes()).as("it is said").isEmpty();
        checkpoint.config("{\"model_args\": {\"" + key + "\": true}}");
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("config.json says \"model_args." + key + "\": true")
                .hasMessageContaining("have no biases of \"" + layers.substring(0, 5));
    }

    private static FloatLinear layer(FloatVit network, String layer) {
        FloatBlock block = network.blocks().get(1);
        return switch (layer) {
            case "qkv" -> block.qkv();
            case "proj" -> block.proj();
            case "fc1" -> block.fc1();
            default -> block.fc2();
        };
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aWordAboutAllProjectionsIsFalseIfSomeDiffer(boolean said) throws IOException {
        removeBiases("mlp.fc1");
        assertThat(notes()).containsExactly("zeros as the biases of \"mlp.fc1\" in every block");
        checkpoint.config("{\"proj_bias\": " + said + "}");
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("\"proj_bias\": " + said)
                .hasMessageContaining("have not all biases of \"attn.proj\", \"mlp.fc1\", \"mlp.fc2\"");
    }

    @ParameterizedTest
    @CsvSource({"attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"})
    void aBiasThatOtherBlocksHaveIsMissing(String layer) {
        removeBiases("blocks.1." + layer);
        assertThatThrownBy(() -> checkpoint.read()).hasMessageContaining("\"blocks.1." + layer + ".bias\" is missing");
    }

    @Test
    void headAndPatchEmbeddingMayLackThem() throws IOException {
        FloatVit plain = checkpoint.read();
        removeBiases("head|patch_embed.proj");
        FloatVit without = checkpoint.read();
        assertThat(without.head().bias()).isEqualTo(FloatTensor.of(new float[5], 5));
        assertThat(without.patchEmbed().bias()).isEqualTo(FloatTensor.of(new float[128], 128));
        assertThat(without.head().weight()).isEqualTo(plain.head().weight());
        assertThat(notes())
                .containsExactly("zeros as the bias of \"patch_embed.proj\"", "zeros as the bias of \"head\"");
    }

    @Test
    void keysAloneMayLackThem() throws IOException {
        checkpoint.huggingFace("vit.");
        removeBiases("key");
        FloatTensor bias = checkpoint.read().blocks().get(0).qkv().bias();
        for (int i = 0; i < 384; i++) {
            assertThat(bias.get(i) == 0).isEqualTo(i / 128 == 1);
        }
    }

    /** A LayerNorm without is possible, an RMSNorm usual; the tensors look the same. */
    @Test
    void normsMayNot() {
        removeBiases("norm|norm1|norm2");
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("norms without biases")
                .hasMessageContaining("RMSNorm");
    }
}
