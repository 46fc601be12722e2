// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.VitShape;

class CheckpointReaderTests {
    private static final VitShape SHAPE = new VitShape(8, 8, 3, 4, 6, 2, 2, 10, 3);

    @TempDir
    Path folder;

    private final FloatVit vit = RandomVit.of(SHAPE, 11);
    private Map<String, FloatTensor> timm;

    @BeforeEach
    void writeTimmTensors() throws IOException {
        Path file = folder.resolve("timm.safetensors");
        CheckpointWriter.write(file, vit);
        timm = new LinkedHashMap<>();
        try (SafetensorsFile store = SafetensorsFile.open(file)) {
            store.names().forEach(name -> timm.put(name, store.read(name)));
        }
    }

    @Test
    void readsBackWhatTheWriterWrote() throws IOException {
        FloatVit labelled = new FloatVit(
                SHAPE,
                vit.patchEmbed(),
                vit.constantTokens(),
                vit.positions(),
                vit.blocks(),
                vit.norm(),
                vit.head(),
                Map.of(
                        CheckpointMetadata.LABELS,
                        "a,b,c",
                        CheckpointMetadata.NUM_HEADS,
                        "2",
                        "image_size",
                        "8x8",
                        "layer_norm_eps",
                        "1.0E-6",
                        "hidden_act",
                        "gelu"));
        Path file = folder.resolve("labelled.safetensors");
        CheckpointWriter.write(file, labelled);
        assertThat(CheckpointReader.read(file)).isEqualTo(labelled);
    }

    @Test
    void keepsTheSidesOfAnImageThatIsNotSquare() throws IOException {
        VitShape wide = new VitShape(4, 16, 1, 4, 64, 1, 4, 3, 2);
        Path file = folder.resolve("wide.safetensors");
        CheckpointWriter.write(file, RandomVit.of(wide, 3));
        assertThat(CheckpointReader.read(file).shape()).isEqualTo(wide);
    }

    @Test
    void infersHeadsOfWidth64AndASquareImage() throws IOException {
        VitShape usual = new VitShape(12, 12, 3, 4, 128, 1, 2, 5, 2);
        Path file = folder.resolve("usual.safetensors");
        CheckpointWriter.write(file, RandomVit.of(usual, 3));
        try (SafetensorsFile store = SafetensorsFile.open(file)) {
            Map<String, FloatTensor> tensors = new LinkedHashMap<>();
            store.names().forEach(name -> tensors.put(name, store.read(name)));
            assertThat(CheckpointReader.read(new MemoryTensors("bare", tensors, Map.of()))
                            .shape())
                    .isEqualTo(usual);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit.", "deit.", ""})
    void readsHuggingFaceNames(String model) {
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        timm.forEach((name, tensor) -> putHuggingFace(tensors, model, name, tensor));
        tensors.put(model + "pooler.dense.weight", FloatTensor.of(new float[36], 6, 6));
        FloatVit read = CheckpointReader.read(
                new MemoryTensors("hf", tensors, Map.of("num_heads", "2", "layer_norm_eps", "1e-6")));
        assertThat(read.patchEmbed()).isEqualTo(vit.patchEmbed());
        assertThat(read.constantTokens()).isEqualTo(vit.constantTokens());
        assertThat(read.positions()).isEqualTo(vit.positions());
        assertThat(read.blocks()).isEqualTo(vit.blocks());
        assertThat(read.norm()).isEqualTo(vit.norm());
        assertThat(read.head()).isEqualTo(vit.head());
    }

    @Test
    void listsEveryMissingWrongAndForeignTensor() {
        timm.remove("blocks.1.attn.qkv.bias");
        timm.put("blocks.0.mlp.fc2.weight", FloatTensor.of(new float[60], 10, 6));
        timm.put("blocks.0.attn.scale", FloatTensor.of(new float[6], 6));
        refused(
                "\"blocks.1.attn.qkv.bias\" is missing; expected the shape [18]",
                "\"blocks.0.mlp.fc2.weight\" has the shape [10, 6]; expected [6, 10]",
                "\"blocks.0.attn.scale\" has no place in this network");
    }

    @Test
    void namesTheMissingTensorsThatGiveTheShape() {
        for (String name : new String[] {"pos_embed", "head.weight", "blocks.0.mlp.fc1.weight", "cls_token"}) {
            FloatTensor tensor = timm.remove(name);
            refused("\"" + name + "\"");
            timm.put(name, tensor);
        }
    }

    @Test
    void namesAMissingBlock() {
        timm.keySet().removeIf(name -> name.startsWith("blocks.0."));
        refused("\"blocks.0.mlp.fc1.weight\"");
        timm.keySet().removeIf(name -> name.startsWith("blocks."));
        refused("or any other of a block");
    }

    @Test
    void refusesShapesOfAnotherRank() {
        timm.put("patch_embed.proj.weight", FloatTensor.of(new float[288], 6, 48));
        refused("[6, 48]; expected [dim, channels, patch, patch]");
    }

    @Test
    void refusesPatchesThatAreNotSquare() {
        timm.put("patch_embed.proj.weight", FloatTensor.of(new float[144], 6, 3, 4, 2));
        refused("\"patch_embed.proj.weight\" has the shape [6, 3, 4, 2]; expected [6, 3, 4, 4]");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesValuesThatAreNotFinite(float value) {
        float[] bias = timm.get("norm.bias").toArray();
        bias[5] = value;
        timm.put("norm.bias", FloatTensor.of(bias, 6));
        refused("\"norm.bias\" holds NaN or infinite values");
    }

    @Test
    void distilledModelHasTheMeanOfItsHeads() throws IOException {
        VitShape shape = new VitShape(8, 8, 3, 4, 6, 2, 2, 10, 3).with(2, 0);
        FloatVit distilled = RandomVit.of(shape, 3);
        Path file = folder.resolve("distilled.safetensors");
        CheckpointWriter.write(file, distilled);
        FloatVit read = CheckpointReader.read(file);
        assertThat(read.shape()).isEqualTo(shape);
        assertThat(read.constantTokens()).isEqualTo(distilled.constantTokens());
        assertThat(read.head()).isEqualTo(distilled.head());

        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        try (SafetensorsFile store = SafetensorsFile.open(file)) {
            store.names().forEach(name -> tensors.put(name, store.read(name)));
        }
        tensors.put("head_dist.bias", FloatTensor.of(new float[] {4, 0, -2}, 3));
        FloatTensor bias = CheckpointReader.read(new MemoryTensors("test", tensors, Map.of("num_heads", "2")))
                .head()
                .bias();
        for (int o = 0; o < 3; o++) {
            assertThat(bias.get(o))
                    .isEqualTo((tensors.get("head.bias").get(o)
                                    + tensors.get("head_dist.bias").get(o))
                            / 2);
        }
        tensors.remove("head_dist.bias");
        assertThatThrownBy(() -> CheckpointReader.read(new MemoryTensors("test", tensors, Map.of("num_heads", "2"))))
                .hasMessageContaining("\"head_dist.bias\" is missing");
    }

    @Test
    void distilledModelOfHuggingFaceMayHaveOneHeadOrTwo() {
        FloatTensor token = FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 6);
        timm.put("pos_embed", FloatTensor.of(new float[36], 1, 6, 6));
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        timm.forEach((name, tensor) -> putHuggingFace(tensors, "deit.", name, tensor));
        tensors.put("deit.embeddings.distillation_token", token);
        FloatVit one = CheckpointReader.read(new MemoryTensors("hf", tensors, Map.of("num_heads", "2")));
        assertThat(one.shape().classTokens()).isEqualTo(2);
        assertThat(one.constantTokens().get(8)).isEqualTo(3);

        FloatTensor weight = tensors.remove("classifier.weight");
        FloatTensor bias = tensors.remove("classifier.bias");
        for (String head : new String[] {"cls_classifier", "distillation_classifier"}) {
            tensors.put(head + ".weight", weight);
            tensors.put(head + ".bias", bias);
        }
        FloatVit two = CheckpointReader.read(new MemoryTensors("hf", tensors, Map.of("num_heads", "2")));
        assertThat(two.head().bias()).isEqualTo(one.head().bias());
        for (int k = 0; k < 6; k++) {
            assertThat(one.head().weight().get(1, k)).isEqualTo(weight.get(1, k));
            assertThat(one.head().weight().get(1, 6 + k)).isZero();
            assertThat(two.head().weight().get(1, k)).isEqualTo(weight.get(1, k) / 2);
            assertThat(two.head().weight().get(1, 6 + k)).isEqualTo(weight.get(1, k) / 2);
        }
    }

    /** timm has positions for all tokens or for patches only; others add registers behind the positions. */
    @ParameterizedTest(name = "{0} rows of positions")
    @ValueSource(ints = {4, 5, 7})
    void registersComeBehindTheClassToken(int rows) {
        timm.put("reg_token", FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 1, 2, 6));
        float[] positions = new float[rows * 6];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = 1 + i / 6;
        }
        timm.put("pos_embed", FloatTensor.of(positions, 1, rows, 6));

        FloatVit vit = CheckpointReader.read(new MemoryTensors("test file", timm, Map.of("num_heads", "2")));

        assertThat(vit.shape().registers()).isEqualTo(2);
        assertThat(vit.shape().tokens()).isEqualTo(1 + 2 + 4);
        assertThat(vit.constantTokens().get(0)).isEqualTo(timm.get("cls_token").get(0));
        assertThat(vit.constantTokens().get(6)).isEqualTo(1);
        assertThat(vit.constantTokens().get(17)).isEqualTo(12);
        float[] expected =
                switch (rows) {
                    case 4 -> new float[] {0, 0, 0, 1, 2, 3, 4};
                    case 5 -> new float[] {1, 0, 0, 2, 3, 4, 5};
                    default -> new float[] {1, 2, 3, 4, 5, 6, 7};
                };
        for (int token = 0; token < expected.length; token++) {
            assertThat(vit.positions().get(token, 5)).isEqualTo(expected[token]);
        }
    }

    @Test
    void refusesOtherNetworks() {
        timm.remove("patch_embed.proj.weight");
        refused("no Vision Transformer classifier", "vit.embeddings.patch_embeddings.projection.weight");
    }

    @Test
    void refusesMetadataThatContradictTheTensors() {
        refusedWith(metadata -> metadata.put("num_heads", "4"), "Dim 6 cannot be split over 4 heads");
        refusedWith(
                metadata -> metadata.put("num_heads", "two"), "num_heads \"two\" in its metadata, which is no number");
        refusedWith(metadata -> metadata.remove("num_heads"), "give --heads, or \"num_heads\" in its metadata");
        for (String size : new String[] {"12", "8x12", "16x4x1", "9", "-8", ""}) {
            refusedWith(metadata -> metadata.put("image_size", size), "image_size \"" + size + "\"");
        }
    }

    @Test
    void refusesPositionsThatFormNoSquare() {
        timm.put("pos_embed", FloatTensor.of(new float[36], 1, 6, 6));
        refused("5 patches, which form no square");
        timm.put("pos_embed", FloatTensor.of(new float[0], 1, 0, 6));
        refused("-1 patches, which form no square");
    }

    private void refused(String... messages) {
        assertThatThrownBy(() -> CheckpointReader.read(new MemoryTensors("test file", timm, Map.of("num_heads", "2"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("test file")
                .message()
                .contains(messages);
    }

    private void refusedWith(Consumer<Map<String, String>> change, String message) {
        Map<String, String> metadata = new LinkedHashMap<>(Map.of("num_heads", "2"));
        change.accept(metadata);
        assertThatThrownBy(() -> CheckpointReader.read(new MemoryTensors("test file", timm, metadata)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    static void putHuggingFace(Map<String, FloatTensor> tensors, String model, String timmName, FloatTensor tensor) {
        if (timmName.contains("attn.qkv")) {
            String[] parts = {"query", "key", "value"};
            int third = tensor.size() / 3;
            for (int i = 0; i < 3; i++) {
                float[] values = Arrays.copyOfRange(tensor.toArray(), i * third, (i + 1) * third);
                int rows = tensor.rows() / 3;
                FloatTensor part = FloatTensor.of(values, rows, third / rows);
                tensors.put(
                        model
                                + timmName.replace("blocks.", "encoder.layer.")
                                        .replace("attn.qkv", "attention.attention." + parts[i]),
                        timmName.endsWith("bias") ? part.reshape(rows) : part);
            }
            return;
        }
        String name = timmName.replace("patch_embed.proj", model + "embeddings.patch_embeddings.projection")
                .replace("cls_token", model + "embeddings.cls_token")
                .replace("pos_embed", model + "embeddings.position_embeddings")
                .replace("blocks.", model + "encoder.layer.")
                .replace("norm1", "layernorm_before")
                .replace("norm2", "layernorm_after")
                .replace("attn.proj", "attention.output.dense")
                .replace("mlp.fc1", "intermediate.dense")
                .replace("mlp.fc2", "output.dense")
                .replace("head.", "classifier.");
        tensors.put(name.startsWith("norm.") ? model + "layer" + name : name, tensor);
    }
}
