// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.config.ImageSize;
import org.p2vit.quant.model.Activation;

/** What stands beside weights, or is said on the command line, is believed or contradicted aloud. */
class StatedNetworkTests {
    @TempDir
    private Path folder;

    private TinyCheckpoint checkpoint;

    @BeforeEach
    void make() {
        checkpoint = new TinyCheckpoint(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"num_attention_heads\": 16}",
                "{\"num_heads\": 16, \"hidden_size\": 128, \"intermediate_size\": 24, \"num_hidden_layers\": 2}",
                "{\"model_args\": {\"num_heads\": 16, \"embed_dim\": 128, \"depth\": 2, \"mlp_ratio\": 0.1875}}",
                "{\"architecture\": \"vit_tiny_patch4_12\", \"model_args\": {\"num_heads\": 16, \"embed_dim\": 128}}",
                "{\"num_attention_heads\": 16, \"image_size\": [12, 12], \"patch_size\": [4, 4], \"num_channels\": 3}",
                "{\"num_attention_heads\": 16, \"architectures\": [\"ViTForImageClassification\"], \"model_type\": \"vit\"}",
                "{\"num_attention_heads\": 16, \"qkv_bias\": true, \"global_pool\": \"token\", \"hidden_act\": \"gelu\"}",
                "{\"num_attention_heads\": 16, \"pretrained_cfg\": {\"input_size\": [3, 12, 12], \"num_classes\": 5}}",
                "{\"num_attention_heads\": 16, \"num_classes\": 5, \"pretrained_cfg\": {\"num_classes\": 1000}}"
            })
    void headsOfTheConfigurationCount(String config) throws IOException {
        assertThat(checkpoint.config(config).read().shape()).isEqualTo(TinyCheckpoint.SHAPE);
    }

    @Test
    void headsOfAnArchitecturesNameAreDerivedAloud() throws IOException {
        TinyCheckpoint tiny =
                new TinyCheckpoint(folder, new org.p2vit.quant.model.VitShape(32, 32, 3, 16, 192, 1, 12, 8, 4));
        tiny.config("{\"architecture\": \"vit_tiny_patch16_32.test\"}");
        Checkpoint read = tiny.read(CheckpointOptions.NONE);
        assertThat(read.network().shape().heads()).isEqualTo(3);
        assertThat(read.assumed()).anyMatch(note -> note.contains("attention heads") && note.contains("vit_tiny"));
    }

    @ParameterizedTest
    @CsvSource({
        "hidden_act, gelu, GELU",
        "hidden_act, gelu_new, GELU_TANH",
        "hidden_act, gelu_pytorch_tanh, GELU_TANH",
        "act_layer, quick_gelu, QUICK_GELU",
        "act_layer, relu, RELU",
        "act_layer, ReLU, RELU"
    })
    void activationsHaveTheNamesOfBothLibraries(String key, String name, Activation activation) throws IOException {
        checkpoint.config("{\"num_heads\": 16, \"" + key + "\": \"" + name + "\"}");
        Checkpoint read = checkpoint.read(CheckpointOptions.NONE);
        assertThat(read.network().shape()).isEqualTo(TinyCheckpoint.SHAPE.with(activation));
        assertThat(read.assumed()).noneMatch(note -> note.contains("GELU"));
        Path copy = java.nio.file.Files.createDirectory(folder.resolve("copy")).resolve("model.safetensors");
        CheckpointWriter.write(copy, read.network());
        assertThat(CheckpointReader.read(copy)).isEqualTo(read.network());
    }

    @Test
    void anActivationThatIsNotKnownIsRefusedInMetadataToo() {
        checkpoint.metadata.put("hidden_act", "silu");
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("\"silu\"")
                .hasMessageContaining("relu");
        checkpoint.metadata.put("hidden_act", "relu");
        assertThatThrownBy(() -> checkpoint.config("{\"hidden_act\": \"gelu\"}").read())
                .hasMessageContaining("disagree about the activation");
    }

    @Test
    void whatNobodySaysIsAssumedAloud() throws IOException {
        Checkpoint read = checkpoint.read(CheckpointOptions.NONE);
        assertThat(read.network().shape().heads()).isEqualTo(2);
        assertThat(String.join("\n", read.assumed()))
                .contains("2 attention heads", "--heads")
                .contains("square image of 12x12")
                .contains("epsilon 1.0E-6")
                .contains("GELU");
        checkpoint.config(
                "{\"num_heads\": 16, \"image_size\": 12, \"layer_norm_eps\": 1e-5, \"hidden_act\": \"gelu\"}");
        assertThat(checkpoint.read(CheckpointOptions.NONE).assumed()).isEmpty();
        checkpoint.config("{\"hidden_act\": \"gelu\", \"flavour\": 3}");
        assertThat(checkpoint.read(CheckpointOptions.NONE).assumed())
                .anyMatch(note -> note.contains("\"flavour\"") && note.contains("config.json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"hidden_size\": 64; 128",
                "\"num_features\": 64; 128",
                "\"intermediate_size\": 512; 24",
                "\"num_hidden_layers\": 12; 2",
                "\"num_register_tokens\": 4; 0",
                "\"model_args\": {\"reg_tokens\": 4}; 0",
                "\"architecture\": \"vit_wide_patch4_reg2_12\"; 0",
                "\"patch_size\": 16; 4",
                "\"num_channels\": 1; 3",
                "\"image_size\": 224; 9 patches",
                "\"num_labels\": 2; 5",
                "\"num_classes\": 1000; 5",
                "\"qkv_bias\": false; biases",
                "\"proj_bias\": false; have biases",
                "\"id2label\": {\"0\": \"LABEL_0\", \"1\": \"LABEL_1\"}; 5",
                "\"label_names\": [\"a\"]; 5",
                "\"architectures\": [\"DeiTForImageClassificationWithTeacher\"]; 1",
                "\"architecture\": \"deit_tiny_distilled_patch4_12\", \"model_args\": {\"embed_dim\": 128}; 1",
                "\"architecture\": \"vit_base_patch4_12\"; 128",
                "\"architecture\": \"vit_wide_patch16_12\"; 4",
                "\"architecture\": \"vit_wide_patch4_224\"; 9 patches",
                "\"pretrained_cfg\": {\"input_size\": [3, 224, 224]}; 9 patches",
                "\"model_args\": {\"img_size\": 224}; 9 patches",
                "\"hidden_size\": 128, \"mlp_ratio\": 4; 24",
                "\"no_embed_class\": true; the class token",
                "\"model_args\": {\"final_norm\": false}; a final norm",
                "\"_num_labels\": 3; 5",
                "\"input_size\": [3, 224, 224]; 9 patches"
            })
    void whatContradictsTheTensorsIsRefused(String config, String tensors) {
        String key = config.substring(0, config.indexOf(':'));
        assertThatThrownBy(() -> checkpoint.config("{" + config + "}").read())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining(config.contains("mlp_ratio") ? "mlp_ratio" : key.replace("\"", ""))
                .hasMessageContaining(tensors);
    }

    @Test
    void sourcesThatContradictEachOtherAreBothNamed() throws IOException {
        checkpoint.config("{\"num_attention_heads\": 16}");
        CheckpointOptions eight = new CheckpointOptions(Optional.of(8), Optional.empty());
        assertThatThrownBy(() -> checkpoint.read(eight))
                .hasMessageContaining("--heads says 8, but ")
                .hasMessageContaining("\"num_attention_heads\": 16");
        checkpoint.metadata.put("num_heads", "4");
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("num_heads \"4\" in its metadata, but ")
                .hasMessageContaining("\"num_attention_heads\": 16");
        checkpoint.metadata.put("num_heads", "16");
        checkpoint.metadata.put("layer_norm_eps", "1e-5");
        checkpoint.config("{\"layer_norm_eps\": 1e-12}");
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("\"1e-5\"")
                .hasMessageContaining("1.0E-12");
        checkpoint.config("{\"num_classes\": 5, \"model_args\": {\"num_classes\": 7}}");
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("\"num_classes\": 5")
                .hasMessageContaining("\"model_args.num_classes\": 7");
    }

    @Test
    void headsMayBeGivenWhereTheFileSaysNothing() throws IOException {
        CheckpointOptions sixteen = new CheckpointOptions(Optional.of(16), Optional.empty());
        assertThat(checkpoint.read(sixteen).network().shape()).isEqualTo(TinyCheckpoint.SHAPE);
        CheckpointOptions three = new CheckpointOptions(Optional.of(3), Optional.empty());
        assertThatThrownBy(() -> checkpoint.read(three))
                .hasMessageContaining("128")
                .hasMessageContaining("3 heads");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"hidden_act\": \"silu\"}; the activation silu is not supported",
                "{\"model_args\": {\"act_layer\": \"relu6\"}}; relu6",
                "{\"pool_include_prefix\": true}; a mean of the class token and the patches",
                "{\"model_args\": {\"global_pool\": \"avgmax\"}}; pooling by avgmax",
                "{\"model_args\": {\"global_pool\": \"map\"}}; attention pooling",
                "{\"model_args\": {\"class_token\": false}}; the number of class tokens",
                "{\"model_args\": {\"surprise\": 4}}; not known",
                "{\"qk_norm\": true}; q/k norm",
                "{\"use_swiglu_ffn\": true}; gated MLP",
                "{\"model_type\": \"swin\"}; shifted windows (Swin)",
                "{\"model_type\": \"beit\"}; relative position bias (BEiT)",
                "{\"model_type\": \"resnet\"}; only networks of the types",
                "{\"architecture\": \"swin_tiny_patch4_window7_224\"}; shifted windows (Swin)",
                "{\"architecture\": \"vit_base_patch16_reg4_gap_256\"}; vit_base_patch16_reg4_gap_256",
                "{\"architecture\": \"vit_base_patch16_clip_224.openai\"}; norm before the first block",
                "{\"architecture\": \"resnet50\"}; only plain Vision Transformers",
                "{\"architectures\": [\"ViTModel\"]}; no classifier",
                "{\"architectures\": \"ViTModel\"}; list of names",
                "{\"quantization_config\": {}}; another quantizer",
                "{\"num_attention_heads\": \"16\"}; whole number",
                "{\"num_attention_heads\": 16.5}; whole number",
                "{\"num_attention_heads\": 0}; whole number",
                "{\"num_attention_heads\": -2}; whole number",
                "{\"num_attention_heads\": 99999999999999999999}; whole number",
                "{\"image_size\": [1, 2, 3]}; whole number",
                "{\"image_size\": []}; one side",
                "{\"patch_size\": [4, 2]}; square patches",
                "{\"layer_norm_eps\": 0}; above 0",
                "{\"layer_norm_eps\": \"1e-12\"}; above 0",
                "{\"qkv_bias\": \"yes\"}; true or false",
                "{\"model_args\": {\"proj_bias\": 0}}; true or false",
                "{\"model_args\": {\"mlp_bias\": false}}; not known",
                "{\"id2label\": {\"0\": \"a\", \"2\": \"b\"}}; class 1 of 2",
                "{\"label_names\": [\"a\", true]}; no text",
                "{\"model_args\": 3}; an object",
                "{\"num_heads\": 16, \"num_heads\": 8}; num_heads",
                "{\"num_heads\": 16} trailing; is no JSON",
                "[1]; no JSON object",
                "''; no JSON"
            })
    void valuesThatCannotBeHonouredAreRefused(String config, String reason) {
        assertThatThrownBy(() -> checkpoint.config(config).read())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(folder.resolve("config.json").toString())
                .hasMessageContaining(reason);
    }

    @Test
    void theEpsilonOfTheFileIsThatOfEveryNorm() throws IOException {
        FloatVit read = checkpoint.config("{\"layer_norm_eps\": 1e-3}").read();
        assertThat(read.epsilon()).isEqualTo(1e-3);
        assertThat(read.blocks())
                .allMatch(block ->
                        block.norm1().epsilon() == 1e-3 && block.norm2().epsilon() == 1e-3);
        Path copy = folder.resolve("copy").resolve("model.safetensors");
        java.nio.file.Files.createDirectory(copy.getParent());
        CheckpointWriter.write(copy, read);
        assertThat(CheckpointReader.read(copy)).isEqualTo(read);
        assertThat(new TinyCheckpoint(folder)
                        .huggingFace("vit.")
                        .config("{}")
                        .read()
                        .epsilon())
                .isEqualTo(1e-12);
    }

    @Test
    void classNamesMayHaveCommas() throws IOException {
        checkpoint.config(
                "{\"id2label\": {\"1\": \"b\", \"0\": \"tench, Tinca tinca\", \"2\": \"c\", \"3\": \"[d]\", \"4\": \"\"}}");
        assertThat(CheckpointMetadata.classNames(checkpoint.read().metadata()))
                .containsExactly("tench, Tinca tinca", "b", "c", "[d]", "");
        checkpoint.metadata.put("labels", "a,b,c,d,e");
        checkpoint.config("{\"label_names\": [\"a\", \"b\", \"c\", \"d\", \"e\"]}");
        assertThat(CheckpointMetadata.classNames(checkpoint.read().metadata()))
                .containsExactly("a", "b", "c", "d", "e");
        checkpoint.config("{\"label_names\": [\"a\", \"b\", \"c\", \"d\", \"f\"]}");
        assertThatThrownBy(() -> checkpoint.read()).hasMessageContaining("disagree about the class names");
    }

    @Test
    void anotherImageSizeResizesThePositionsOnly() throws IOException {
        FloatVit stored = checkpoint.read();
        CheckpointOptions bigger = new CheckpointOptions(Optional.empty(), Optional.of(new ImageSize(20, 16)));
        FloatVit read = checkpoint.config("{\"image_size\": 12}").read(bigger).network();
        assertThat(read.shape().imageHeight()).isEqualTo(20);
        assertThat(read.shape().imageWidth()).isEqualTo(16);
        assertThat(read.positions().shape()).containsExactly(1 + 5 * 4, 128);
        assertThat(read.blocks()).isEqualTo(stored.blocks());
        for (int c = 0; c < 128; c++) {
            assertThat(read.positions().get(0, c)).isEqualTo(stored.positions().get(0, c));
        }
        CheckpointOptions odd = new CheckpointOptions(Optional.empty(), Optional.of(new ImageSize(18, 16)));
        assertThatThrownBy(() -> checkpoint.read(odd)).hasMessageContaining("multiples of 4");
    }

    /** timm adds them before it puts the class token in front, so that of the class token is zero. */
    @Test
    void positionsOfThePatchesOnlyHaveZerosForTheClassToken() throws IOException {
        FloatTensor all = checkpoint.tensors.get("pos_embed");
        float[] patches = Arrays.copyOfRange(all.toArray(), 128, 10 * 128);
        checkpoint.tensors.put("pos_embed", FloatTensor.of(patches, 1, 9, 128));
        for (String config :
                new String[] {"{}", "{\"image_size\": 12}", "{\"model_args\": {\"no_embed_class\": true}}"}) {
            FloatTensor read = checkpoint.config(config).read().positions();
            assertThat(read.shape()).containsExactly(10, 128);
            assertThat(Arrays.copyOf(read.toArray(), 128)).containsOnly(0f);
            assertThat(Arrays.copyOfRange(read.toArray(), 128, 10 * 128)).isEqualTo(patches);
        }
        CheckpointOptions bigger = new CheckpointOptions(Optional.empty(), Optional.of(new ImageSize(16, 16)));
        FloatTensor resized = checkpoint.read(bigger).network().positions();
        assertThat(resized.shape()).containsExactly(17, 128);
        assertThat(Arrays.copyOf(resized.toArray(), 128)).containsOnly(0f);
        checkpoint.config("{\"no_embed_class\": false}");
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("\"no_embed_class\": false")
                .hasMessageContaining("the patches only");
    }

    @Test
    void theListOfWrongTensorsNeedsNoProgrammersNotation() {
        checkpoint.with("head.bias", 4);
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining(
                        "2 blocks, 128 channels, 2 heads, 24 channels in the MLP and 5 classes for 3x12x12 images")
                .hasMessageEndingWith("\"head.bias\" has the shape [4]; expected [5]");
    }

    @Test
    void positionsThatFormNoSquareNeedTheSizeOfTheirImage() throws IOException {
        checkpoint.with("pos_embed", 1, 1 + 12, 128);
        assertThatThrownBy(() -> checkpoint.read())
                .hasMessageContaining("12 patches, which form no square")
                .hasMessageContaining("--image-size");
        CheckpointOptions wide = new CheckpointOptions(Optional.empty(), Optional.of(new ImageSize(12, 16)));
        Checkpoint read = checkpoint.read(wide);
        assertThat(read.network().shape().imageWidth()).isEqualTo(16);
        assertThat(read.network().positions().get(3, 3)).isZero();
        assertThat(read.assumed()).noneMatch(note -> note.contains("square"));
    }

    @Test
    void layerScaleIsMultipliedIntoTheLayerBeforeIt() throws IOException {
        for (String[] names : new String[][] {{"ls1.gamma", "ls2.gamma"}, {"gamma_1", "gamma_2"}}) {
            checkpoint = new TinyCheckpoint(folder);
            FloatVit plain = checkpoint.read();
            for (int i = 0; i < 2; i++) {
                for (int part = 0; part < 2; part++) {
                    float[] factors = new float[128];
                    for (int c = 0; c < 128; c++) {
                        factors[c] = (c + 1) * (part + 1) * 0.125f - i;
                    }
                    checkpoint.tensors.put("blocks." + i + "." + names[part], FloatTensor.of(factors, 128));
                }
            }
            FloatVit scaled = checkpoint.read();
            for (int i = 0; i < 2; i++) {
                assertScaled(
                        scaled.blocks().get(i).proj(), plain.blocks().get(i).proj(), 0.125, i);
                assertScaled(scaled.blocks().get(i).fc2(), plain.blocks().get(i).fc2(), 0.25, i);
                assertThat(scaled.blocks().get(i).fc1())
                        .isEqualTo(plain.blocks().get(i).fc1());
            }
            checkpoint.tensors.remove("blocks.1." + names[1]);
            assertThatThrownBy(() -> checkpoint.read())
                    .hasMessageContaining(names[1])
                    .hasMessageContaining("missing");
        }
    }

    private static void assertScaled(FloatLinear scaled, FloatLinear plain, double step, int minus) {
        for (int o = 0; o < 128; o++) {
            double factor = (o + 1) * step - minus;
            assertThat(scaled.bias().get(o))
                    .isCloseTo((float) (factor * plain.bias().get(o)), within(1e-4f));
            assertThat(scaled.weight().get(o, 5))
                    .isCloseTo((float) (factor * plain.weight().get(o, 5)), within(1e-4f));
        }
    }

    @Test
    void layerScaleOfHuggingFaceCountsToo() throws IOException {
        TinyCheckpoint huggingFace = new TinyCheckpoint(folder).huggingFace("vit.");
        for (int i = 0; i < 2; i++) {
            huggingFace.with("vit.encoder.layer." + i + ".layer_scale1.lambda1", 128);
            huggingFace.with("vit.encoder.layer." + i + ".layer_scale2.lambda1", 128);
        }
        FloatVit read = huggingFace.read();
        for (int i = 0; i < 128; i++) {
            assertThat(read.blocks().get(1).proj().weight().get(i, 127 - i)).isZero();
            assertThat(read.blocks().get(1).fc2().bias().get(i)).isZero();
        }
    }
}
