// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;

/** Wrapped names are recognised, parts of other networks are refused by what they are. */
class CheckpointNamesTests {
    @TempDir
    private Path folder;

    private TinyCheckpoint checkpoint;

    @BeforeEach
    void make() {
        checkpoint = new TinyCheckpoint(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"module.", "model.", "_orig_mod.", "timm_model.", "module._orig_mod.", "_orig_mod.model.module."
            })
    void wrappersAreTakenOff(String prefix) throws IOException {
        FloatVit plain = checkpoint.read();
        assertThat(checkpoint.renamed(name -> prefix + name).read()).isEqualTo(plain);
        TinyCheckpoint huggingFace = new TinyCheckpoint(folder).huggingFace("vit.");
        FloatVit plainHuggingFace = huggingFace.read();
        assertThat(huggingFace.renamed(name -> prefix + name).read()).isEqualTo(plainHuggingFace);
        TinyCheckpoint bare = new TinyCheckpoint(folder).huggingFace("");
        assertThat(bare.renamed(name -> prefix + name).read()).isEqualTo(plainHuggingFace);
    }

    @Test
    void aHeadOutsideTheWrapperIsFound() throws IOException {
        FloatVit plain = checkpoint.read();
        assertThat(checkpoint
                        .renamed(name -> name.startsWith("head") ? name : "model." + name)
                        .read())
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"head.fc", "classifier", "fc"})
    void theHeadMayHaveTheNameThatOtherProgramsGiveIt(String head) throws IOException {
        FloatVit plain = checkpoint.read();
        checkpoint.renamed(name -> name.replaceFirst("^head", head));
        assertThat(checkpoint.read()).isEqualTo(plain);
        assertThat(checkpoint
                        .renamed(name -> name.startsWith(head) ? name : "model." + name)
                        .read())
                .isEqualTo(plain);
        checkpoint.with("head.weight", 5, 128).with("head.bias", 5);
        assertThatThrownBy(() -> checkpoint.read())
                .as("two heads")
                .hasMessageContaining("\"" + head + ".weight\" has no place in this network");
    }

    @ParameterizedTest
    @CsvSource({"head", "fc"})
    void soMayThatOfHuggingFacesNetworks(String head) throws IOException {
        TinyCheckpoint huggingFace = checkpoint.huggingFace("vit.");
        FloatVit plain = huggingFace.read();
        assertThat(huggingFace
                        .renamed(name -> name.replaceFirst("^classifier", head))
                        .read())
                .isEqualTo(plain);
    }

    @Test
    void oneNameWithAndWithoutItsWrapperIsRefused() {
        checkpoint.renamed(name -> "module." + name).with("norm.weight", 128);
        assertThatThrownBy(() -> checkpoint.read())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("both \"module.norm.weight\" and \"norm.weight\"");
    }

    @Test
    void otherPrefixesAreShown() {
        checkpoint.renamed(name -> "backbone." + name);
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("no Vision Transformer classifier")
                .hasMessageContaining("\"backbone.pos_embed\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "fc_norm.weight; 128; two final norms",
                "norm_pre.weight; 128; norm before the first block",
                "blocks.0.attn.q_norm.weight; 8; q/k norm",
                "blocks.1.attn.k_norm.bias; 8; q/k norm",
                "blocks.0.attn.relative_position_bias_table; 9,2; relative position bias (BEiT)",
                "rel_pos_bias.relative_position_bias_table; 9,2; relative position bias (BEiT)",
                "layers.0.blocks.0.attn.qkv.weight; 4,4; shifted windows (Swin)",
                "swin.encoder.layers.0.blocks.0.layernorm_before.weight; 4; shifted windows (Swin)",
                "blocks.0.mlp.fc1_g.weight; 4,4; gated MLP",
                "blocks.0.mlp.w12.weight; 4,4; gated MLP",
                "encoder.layer.0.output.LayerNorm.weight; 4; post-norm",
                "patch_embed.backbone.stem.conv.weight; 4,4; convolutional stem",
                "patch_embed.proj.0.weight; 4,4; convolutional stem",
                "patch_embed.norm.weight; 4; norm behind the patch embedding",
                "pre_logits.fc.weight; 4,4; pre_logits",
                "pre_logits.0.weight; 4,4; pre_logits",
                "heads.pre_logits.weight; 4,4; pre_logits",
                "head.fc1.weight; 4,4; classifier of several layers",
                "classifier.0.weight; 4,4; classifier of several layers",
                "blocks.0.attn.norm.weight; 4; norm inside attention",
                "blocks.0.attn.q_bias; 4; q_bias",
                "attn_pool.latent; 1,1,4; attention pooling",
                "rope.periods; 4; rotary",
                "blocks_token_only.0.norm1.weight; 4; CaiT",
                "decoder_embed.weight; 4,4; masked autoencoder",
                "blocks.0.attn.qkv.lora_A.weight; 4,4; LoRA",
                "blocks.0.attn.qkv.weight_scale; 4; quantized weights"
            })
    void unsupportedPartsAreRefusedByWhatTheyAre(String name, String extents, String feature) {
        int[] shape = java.util.Arrays.stream(extents.split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        checkpoint.with(name, shape);
        assertThatThrownBy(() -> checkpoint.read())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining(feature)
                .hasMessageContaining("\"" + name + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "cls_token, 10 patches and no",
        "head.weight, no classifier",
    })
    void partsThatAreNotThereAreNamed(String name, String feature) {
        checkpoint.tensors.remove(name);
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining(feature)
                .hasMessageContaining(name);
    }

    @Test
    void shapesThatMeanAnotherNetworkAreNamed() {
        checkpoint.with("head.weight", 5, 256);
        assertThatThrownBy(() -> checkpoint.read()).hasMessageContaining("mean of the patches");
        checkpoint.with("head.weight", 5, 128).with("blocks.0.mlp.fc2.weight", 128, 12);
        assertThatThrownBy(() -> checkpoint.read()).hasMessageContaining("gated MLP (GLU");
    }

    @Test
    void longListsAreCutAndNamesStandInOneLine() {
        for (int i = 0; i < 33; i++) {
            checkpoint.with("extra." + i + "\n\u001b[31m\u202e", 1);
        }
        assertThatThrownBy(() -> checkpoint.read())
                .message()
                .contains("\"extra.0\\u000a\\u001b[31m\\u202e\"", "and 13 more")
                .doesNotContain("extra.20", "\u001b", "\u202e")
                .hasLineCount(22);
    }

    /** Such a pattern could ask for more stack than there is. */
    @Test
    void namesOfManyPartsAreRefusedLikeShortOnes() {
        checkpoint.with("pre_logits" + ".a".repeat(20_000), 1);
        assertThatThrownBy(() -> checkpoint.read())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a layer before the classifier (pre_logits)");
        TinyCheckpoint wrapped = new TinyCheckpoint(folder);
        wrapped.renamed(name -> "model.".repeat(8_000) + name).tensors.remove("model.".repeat(8_000) + "norm.bias");
        assertThatThrownBy(() -> wrapped.read())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"norm.bias\" is missing");
    }

    @Test
    void aMillionForeignTensorsCostSeconds() {
        long start = System.nanoTime();
        for (int i = 0; i < 200_000; i++) {
            checkpoint.tensors.put("x" + i, FloatTensor.of(new float[0], 0));
        }
        assertThatThrownBy(
                        () -> CheckpointReader.read(new MemoryTensors("many", checkpoint.tensors, checkpoint.metadata)))
                .hasMessageContaining("and 199980 more");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
}
