// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.p2vit.quant.model.VitShape;

/** A small checkpoint of a test's own making in a folder of its own: 16 heads 8 wide, which nothing in its tensors tells. */
final class TinyCheckpoint {
    static final VitShape SHAPE = new VitShape(12, 12, 3, 4, 128, 2, 16, 24, 5);

    final Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    final Map<String, String> metadata = new LinkedHashMap<>();
    private final Path folder;

    TinyCheckpoint(Path folder) {
        this(folder, SHAPE);
    }

    TinyCheckpoint(Path folder, VitShape shape) {
        this.folder = folder;
        SyntheticCheckpoint synthetic = new SyntheticCheckpoint(shape, 3);
        synthetic.names().forEach(name -> tensors.put(name, synthetic.read(name)));
    }

    /** With Hugging Face's names, {@code model} before those of the backbone. */
    TinyCheckpoint huggingFace(String model) {
        Map<String, FloatTensor> timm = new LinkedHashMap<>(tensors);
        tensors.clear();
        timm.forEach((name, tensor) -> CheckpointReaderTests.putHuggingFace(tensors, model, name, tensor));
        return this;
    }

    TinyCheckpoint renamed(UnaryOperator<String> names) {
        Map<String, FloatTensor> old = new LinkedHashMap<>(tensors);
        tensors.clear();
        old.forEach((name, tensor) -> tensors.put(names.apply(name), tensor));
        return this;
    }

    TinyCheckpoint with(String name, int... extents) {
        int size = 1;
        for (int extent : extents) {
            size *= extent;
        }
        tensors.put(name, FloatTensor.of(new float[size], extents));
        return this;
    }

    TinyCheckpoint config(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
        return this;
    }

    Path write() throws IOException {
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter.write(file, new MemoryTensors("test", tensors, metadata));
        return file;
    }

    Checkpoint read(CheckpointOptions options) throws IOException {
        return CheckpointReader.read(write(), options);
    }

    FloatVit read() throws IOException {
        return read(CheckpointOptions.NONE).network();
    }
}
