// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.p2vit.quant.storage.WholeFile;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes float tensors as a safetensors file of F32 elements. The bytes are a function of the tensors, their order and
 * the metadata alone: metadata keys are sorted and nothing else is added.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /** Writes every tensor of {@code tensors}, in its order, to {@code file}, as {@link WholeFile} does: whole or not at all. */
    public static void write(Path file, TensorStore tensors) throws IOException {
        long values = 0;
        for (String name : tensors.names()) {
            values += tensors.shape(name).stream().reduce(1L, Math::multiplyExact);
        }
        WholeFile.requireRoom(file, Math.multiplyExact(values, Float.BYTES));
        WholeFile.write(file, out -> write(out, tensors));
    }

    private static void write(OutputStream out, TensorStore tensors) throws IOException {
        byte[] header = header(tensors);
        out.write(littleEndian(Long.BYTES).putLong(header.length).array());
        out.write(header);
        ByteBuffer value = littleEndian(Float.BYTES);
        for (String name : tensors.names()) {
            FloatTensor tensor = tensors.read(name);
            for (int i = 0; i < tensor.size(); i++) {
                out.write(value.putFloat(0, tensor.get(i)).array());
            }
        }
    }

    private static byte[] header(TensorStore tensors) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        if (!tensors.metadata().isEmpty()) {
            ObjectNode metadata = root.putObject("__metadata__");
            new TreeMap<>(tensors.metadata()).forEach(metadata::put);
        }
        long offset = 0;
        for (String name : tensors.names()) {
            List<Long> extents = tensors.shape(name);
            ObjectNode entry = root.putObject(name).put("dtype", "F32");
            ArrayNode shape = entry.putArray("shape");
            extents.forEach(shape::add);
            long end = offset + Float.BYTES * extents.stream().reduce(1L, Math::multiplyExact);
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
