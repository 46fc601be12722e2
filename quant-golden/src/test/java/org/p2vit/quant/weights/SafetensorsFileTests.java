// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class SafetensorsFileTests {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatTheWriterWrote() throws IOException {
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        tensors.put("scalar", FloatTensor.of(new float[] {-0.5f}));
        tensors.put("zeta", FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("empty", FloatTensor.of(new float[0], 0, 7));
        float[] extremes = {Float.MIN_VALUE, -Float.MAX_VALUE, -0.0f, Float.POSITIVE_INFINITY, Float.NaN};
        tensors.put("alpha \"quoted\"", FloatTensor.of(extremes, 5));
        MemoryTensors written = new MemoryTensors("memory", tensors, Map.of("num_heads", "2", "labels", "A,Ω"));
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter.write(file, written);

        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).containsExactlyElementsOf(tensors.keySet());
            assertThat(read.metadata()).isEqualTo(written.metadata());
            assertThat(read.shape("zeta")).containsExactly(2L, 3L);
            tensors.forEach((name, tensor) -> assertThat(read.read(name)).isEqualTo(tensor));
            assertThatThrownBy(() -> read.read("absent")).hasMessageContaining("no tensor \"absent\"");
        }
    }

    @Test
    void writesTheSameBytesForTheSameTensors() throws IOException {
        Map<String, FloatTensor> tensors = Map.of("t", FloatTensor.of(new float[] {1}, 1));
        Map<String, String> forward = new LinkedHashMap<>();
        Map<String, String> backward = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            forward.put("key" + i, "v");
            backward.put("key" + (8 - i), "v");
        }
        SafetensorsWriter.write(folder.resolve("a"), new MemoryTensors("a", tensors, forward));
        SafetensorsWriter.write(folder.resolve("b"), new MemoryTensors("b", tensors, backward));
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void widensHalfAndBrainFloats() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        // 1, -2, largest, least subnormal, least normal, -0, +Inf, NaN
        int[] halves = {0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x8000, 0x7c00, 0x7e00};
        for (int half : halves) {
            data.putShort((short) half);
        }
        int[] brains = {0x3f80, 0xc0a0, 0x0001, 0xff80};
        for (int brain : brains) {
            data.putShort((short) brain);
        }
        Path file = file(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[8],\"data_offsets\":[0,16]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[16,24]}}",
                data.array());
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.read("h").toArray())
                    .containsExactly(1f, -2f, 65504f, 0x1p-24f, 0x1p-14f, -0f, Float.POSITIVE_INFINITY, Float.NaN);
            assertThat(read.read("b").toArray()).containsExactly(1f, -5f, 0x1p-133f, Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void readsATensorBehindTwoGibibytes() throws IOException {
        long big = 3L << 30;
        String header = "{\"big\":{\"dtype\":\"U8\",\"shape\":[3,1073741824],\"data_offsets\":[0," + big + "]},"
                + "\"tail\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[" + big + "," + (big + 8) + "]}}";
        Path file = file(header, new byte[0]);
        long dataStart = Files.size(file);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(dataStart + big);
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(1.5f)
                    .putFloat(-3f)
                    .array());
        }
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.read("tail").toArray()).containsExactly(1.5f, -3f);
            assertThatThrownBy(() -> read.read("big")).hasMessageContaining("\"big\" has dtype U8");
        }
    }

    @Test
    void acceptsTensorsListedInAnotherOrderThanStored() throws IOException {
        byte[] data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(2)
                .array();
        Path file = file("{\"b\":" + f32(4, 8) + ",\"a\":" + f32(0, 4) + "}   ", data);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.read("a").get(0)).isEqualTo(1f);
            assertThat(read.read("b").get(0)).isEqualTo(2f);
        }
    }

    @Test
    void refusesAFileThatIsAbsentAFolderOrTooShort() throws IOException {
        refused(folder.resolve("absent"), "does not exist");
        refused(folder, "is a folder");
        Path tiny = folder.resolve("tiny");
        Files.write(tiny, new byte[7]);
        refused(tiny, "has 7 bytes");
    }

    @Test
    void refusesWrongHeaderLengths() throws IOException {
        for (long length : new long[] {0, 1, 3, 100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            Path file = folder.resolve("length");
            ByteBuffer bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
            Files.write(
                    file, bytes.putLong(length).put((byte) '{').put((byte) '}').array());
            refused(file, "states a header of " + Long.toUnsignedString(length) + " bytes");
        }
    }

    @Test
    void refusesHeadersThatAreNotOneJsonObject() throws IOException {
        refused("{\"a\":", "not valid JSON");
        refused("{} {}", "not valid JSON");
        refused("[".repeat(100_000), "not valid JSON");
        refused("{\"\u0001\":1}", "not valid JSON");
        refused("[1]", "not a JSON object");
        refused("   ", "not a JSON object");
    }

    @Test
    void refusesDuplicateNames() throws IOException {
        refused("{\"a\":" + f32(0, 4) + ",\"a\":" + f32(4, 8) + "}", "not valid JSON");
        refused("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,4]}}", "not valid JSON");
    }

    @Test
    void refusesMalformedEntries() throws IOException {
        refused("{\"a\":7}", "\"a\" is not described by a JSON object");
        refused("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", "\"a\" has no dtype");
        refused("{\"a\":{\"dtype\":\"Q9\",\"shape\":[1],\"data_offsets\":[0,4]}}", "unknown dtype \"Q9\"");
        refused("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", "no array \"shape\"");
        refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", "no array \"data_offsets\"");
        refused(entry("[1]", "[0,4,4]"), "has 3 data_offsets");
        refused(entry("[1.5]", "[0,4]"), "not made of non-negative integers: [1.5]");
        refused(entry("[-1]", "[0,4]"), "not made of non-negative integers: [-1]");
        refused(entry("[1]", "[0,36893488147419103232]"), "not made of non-negative integers");
        refused(entry("[\"1\"]", "[0,4]"), "not made of non-negative integers");
        refused(entry("[1]", "[4,0]"), "ends at byte 0, before its begin 4");
        refused("{\"__metadata__\":3}", "is not a JSON object");
        refused("{\"__metadata__\":{\"a\":3}}", "a value that is not text");
    }

    @Test
    void refusesShapesThatDoNotFitTheirBytes() throws IOException {
        refused(entry("[2]", "[0,4]"), "spans 4 bytes, but F32 of shape [2] takes 8");
        refused(entry("[]", "[0,8]"), "spans 8 bytes, but F32 of shape [] takes 4");
        refused(entry("[4294967296,4294967296]", "[0,0]"), "overflows 64 bits");
        refused(entry("[4611686018427387904]", "[0,0]"), "overflows 64 bits");
    }

    @Test
    void refusesOverlapsGapsAndForeignBytes() throws IOException {
        refused("{\"a\":" + f32(0, 4) + ",\"b\":" + f32(0, 4) + "}", "\"b\" overlaps the tensor before it");
        refused("{\"a\":" + f32(0, 4) + ",\"b\":" + f32(2, 6) + "}", "\"b\" overlaps the tensor before it");
        refused("{\"a\":" + f32(1, 5) + "}", "\"a\" follows a gap at byte 0");
        refused("{\"a\":" + f32(0, 4) + ",\"b\":" + f32(5, 9) + "}", "\"b\" follows a gap at byte 4");
        refused("{\"a\":" + f32(0, 4) + ",\"b\":" + f32(4, 8) + ",\"c\":" + f32(8, 12) + "}", "ends at byte 12");
        refused("{\"a\":" + f32(0, 4) + "}", "the tensors fill 4 bytes, but 8 follow");
        refused("{}", "the tensors fill 0 bytes, but 8 follow");
    }

    @Test
    void refusesToReadMoreElementsThanAnArrayHolds() throws IOException {
        Path file = file("{\"e\":{\"dtype\":\"F32\",\"shape\":[4294967296,0],\"data_offsets\":[0,0]}}", new byte[0]);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.shape("e")).isEqualTo(List.of(1L << 32, 0L));
            assertThatThrownBy(() -> read.read("e"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("too many elements");
        }
    }

    private static String f32(int begin, int end) {
        return "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + begin + "," + end + "]}";
    }

    private static String entry(String shape, String offsets) {
        return "{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("file.safetensors");
        Files.write(
                file,
                ByteBuffer.allocate(8 + json.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .put(data)
                        .array());
        return file;
    }

    private void refused(String header, String message) throws IOException {
        refused(file(header, new byte[8]), message);
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }
}
