// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;
import tools.jackson.databind.json.JsonMapper;

/** A checkpoint in two shards, whole and damaged. */
class ShardedFileTests {
    private static final String[] SHARDS = {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"};

    @TempDir
    private Path folder;

    private TinyCheckpoint whole;
    private Path index;
    private final Map<String, String> map = new LinkedHashMap<>();

    @BeforeEach
    void split() throws IOException {
        whole = new TinyCheckpoint(folder);
        whole.metadata.put("format", "pt");
        whole.tensors.keySet().forEach(name -> map.put(name, SHARDS[name.startsWith("blocks.1") ? 1 : 0]));
        index = folder.resolve("model.safetensors.index.json");
        writeIndex();
        writeShard(0, Map.of());
        writeShard(1, Map.of());
    }

    @Test
    void isReadAsOne() throws IOException {
        assertThat(CheckpointReader.read(index)).isEqualTo(whole.read());
        assertThat(CheckpointFolder.files(index))
                .containsExactly(index, folder.resolve(SHARDS[0]), folder.resolve(SHARDS[1]));
        Files.writeString(folder.resolve("config.json"), "{\"num_heads\": 16}");
        assertThat(CheckpointReader.read(index).shape().heads()).isEqualTo(16);
    }

    @Test
    void oneShardAloneIsNotTheCheckpoint() {
        refused(folder.resolve(SHARDS[1]), "one of 2 shards", index.toString());
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        Files.delete(folder.resolve(SHARDS[1]));
        refused(index, SHARDS[1] + " is missing");
    }

    @Test
    void tensorsElsewhereThanTheIndexSaysAreNamed() throws IOException {
        writeShard(1, Map.of("norm.bias", FloatTensor.of(new float[128], 128)));
        refused(index, "\"norm.bias\" is in two shards", SHARDS[0], SHARDS[1]);
        writeShard(1, Map.of("spare", FloatTensor.of(new float[1], 1)));
        refused(index, SHARDS[1] + " holds the tensor \"spare\"", "does not list");
        writeShard(1, Map.of());
        map.put("blocks.1.absent", SHARDS[1]);
        writeIndex();
        refused(index, SHARDS[1] + " lacks \"blocks.1.absent\"");
        map.remove("blocks.1.absent");
        map.put("norm.bias", SHARDS[1]);
        writeIndex();
        refused(index, SHARDS[0] + " holds the tensor \"norm.bias\"", "maps to " + SHARDS[1]);
    }

    @Test
    void whatIsNoIndexIsRefused() throws IOException {
        Files.writeString(index, "{\"weight_map\": {}}");
        refused(index, "no \"weight_map\"");
        Files.writeString(index, "{}");
        refused(index, "no \"weight_map\"");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"../model.safetensors\"}}");
        refused(index, "\"../model.safetensors\", which is no .safetensors file beside it");
        Files.writeString(index, "{\"weight_map\": {\"a\": 3}}");
        refused(index, "\"3\"");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"x.safetensors\", \"a\": \"y.safetensors\"}}");
        refused(index, "is no JSON");
        Files.delete(index);
        refused(index, "does not exist");
    }

    private void writeIndex() throws IOException {
        Files.writeString(
                index,
                JsonMapper.shared().writeValueAsString(Map.of("metadata", Map.of("total_size", 1), "weight_map", map)));
    }

    private void writeShard(int number, Map<String, FloatTensor> more) throws IOException {
        Map<String, FloatTensor> tensors = new LinkedHashMap<>(more);
        whole.tensors.forEach((name, tensor) -> {
            if (map.get(name).equals(SHARDS[number])) {
                tensors.put(name, tensor);
            }
        });
        SafetensorsWriter.write(
                folder.resolve(SHARDS[number]), new MemoryTensors("test", tensors, Map.of("format", "pt")));
    }

    private static void refused(Path file, String... messages) {
        assertThatThrownBy(() -> CheckpointReader.read(file))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .contains(messages);
    }
}
