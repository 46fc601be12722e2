// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.VitShape;

/** Whole checkpoints of every element type under every family of names, of a shape nobody uses. */
class CheckpointTypesTests {
    private static final VitShape SHAPE = new VitShape(15, 15, 3, 5, 64, 2, 1, 12, 7);
    /** All values are multiples of 1/8 below 16, which each type holds exactly. */
    private static final float STEP = 0.125f;

    @TempDir
    Path folder;

    private final Map<String, FloatTensor> timm = new LinkedHashMap<>();

    @BeforeEach
    void roundTensors() {
        SyntheticCheckpoint synthetic = new SyntheticCheckpoint(SHAPE, 5);
        synthetic.names().forEach(name -> {
            float[] values = synthetic.read(name).toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(-15, Math.min(15, Math.round(values[i] / STEP))) * STEP;
            }
            int[] extents =
                    synthetic.shape(name).stream().mapToInt(Math::toIntExact).toArray();
            timm.put(name, FloatTensor.of(values, extents));
        });
    }

    @ParameterizedTest(name = "{0} under {1} names")
    @CsvSource({
        "F32, timm",
        "F16, timm",
        "BF16, timm",
        "F32, vit.",
        "F16, vit.",
        "BF16, vit.",
        "F32, deit.",
        "F16, deit.",
        "BF16, deit."
    })
    void readsTheSameNetwork(ElementType type, String names) throws IOException {
        FloatVit expected = CheckpointReader.read(new MemoryTensors("memory", timm, Map.of()));
        assertThat(expected.shape()).isEqualTo(SHAPE);
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        if (names.equals("timm")) {
            tensors.putAll(timm);
        } else {
            timm.forEach((name, tensor) -> CheckpointReaderTests.putHuggingFace(tensors, names, name, tensor));
        }
        Files.writeString(folder.resolve("config.json"), "{\"layer_norm_eps\": 1e-6}");
        assertThat(CheckpointReader.read(write(type, tensors))).isEqualTo(expected);
    }

    @Test
    void otherTypesAreRefusedByName() throws IOException {
        Path file = write(ElementType.F64, timm);
        assertThatThrownBy(() -> CheckpointReader.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("F64");
    }

    private Path write(ElementType type, Map<String, FloatTensor> tensors) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        StringJoiner header = new StringJoiner(",", "{", "}");
        tensors.forEach((name, tensor) -> {
            int from = data.size();
            for (int i = 0; i < tensor.size(); i++) {
                data.writeBytes(bytes(type, tensor.get(i)));
            }
            header.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(name, type, List.copyOf(tensor.shape()), from, data.size()));
        });
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text).put(data.toByteArray());
        return Files.write(folder.resolve("weights.safetensors"), file.array());
    }

    private static byte[] bytes(ElementType type, float value) {
        ByteBuffer buffer = ByteBuffer.allocate(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> buffer.putFloat(value);
            case F64 -> buffer.putDouble(value);
            case BF16 -> buffer.putShort((short) (Float.floatToRawIntBits(value) >> 16));
            case F16 -> buffer.putShort(half(value));
            default -> throw new IllegalArgumentException(type.name());
        }
        return buffer.array();
    }

    /** Of values that binary16 holds exactly and that are not subnormal in it. */
    private static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        return (short) (value == 0 ? sign : sign | (Math.getExponent(value) + 15) << 10 | (bits & 0x7fffff) >> 13);
    }
}
