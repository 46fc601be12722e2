// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Inputs for which a careless reader takes hours or all memory; several of them once did here. */
final class Attacks {
    private static final int LONG = 100_000;
    private static final int PNG_WIDTH = 16;
    private static final int BMP_PACKING = 30;
    private static final int EMBEDDED_PNG = 5;

    private Attacks() {}

    static List<byte[]> of(UntrustedFile kind) throws IOException {
        String nested = "{\"a\":".repeat(LONG);
        return switch (kind) {
            case SAFETENSORS ->
                List.of(
                        tensors("[".repeat(LONG)),
                        tensors(nested),
                        tensors("{\"a\": {\"dtype\": \"F32\", \"shape\": [9223372036854775807, 9223372036854775807, 0],"
                                + " \"data_offsets\": [0, 0]}}"));
            case SAFETENSORS_INDEX, MODEL_CONFIG, PREPROCESSOR_CONFIG, BIT_TABLE, REPORT ->
                texts(
                        nested,
                        "[".repeat(LONG),
                        "{\"patch_size\": " + "9".repeat(LONG) + "}",
                        "{\"patch_size\": 1e" + "9".repeat(900) + "}");
            case TIMM_NAME ->
                texts(
                        "vit_" + "_reg1".repeat(LONG),
                        "vit_" + "_r1".repeat(LONG),
                        "vit_x_resnet" + "1".repeat(LONG) + "!");
            case PREPROCESS -> texts("size=" + "9".repeat(LONG) + "x1", "shorter=".repeat(LONG));
            case BUNDLE, PROGRAM -> List.of(new byte[LONG]);
            case CONFIGURATION ->
                texts(
                        "a: &a [x]\nb: [*a, *a]\n",
                        "[".repeat(60_000),
                        "a:\n" + " b: {".repeat(9_000),
                        "a: |\n" + " x\n".repeat(20_000));
            case LABELS ->
                texts(
                        ",".repeat(LONG) + "x",
                        "file" + " ".repeat(LONG) + "x",
                        ("a" + ",".repeat(8_000) + "7\n").repeat(200),
                        "\"".repeat(LONG));
            case IMAGE -> pictures();
        };
    }

    /** Whether an attack is a good picture all the same. */
    static boolean isPicture(byte[] attack) {
        return attack[attack.length - 1] == 'x';
    }

    private static List<byte[]> pictures() throws IOException {
        byte[] png = Pictures.encoded("png");
        byte[] large = png.clone();
        ByteBuffer.wrap(large).putInt(PNG_WIDTH, 9_999).putInt(PNG_WIDTH + 4, 9_999);
        byte[] jpeg = Pictures.encoded("jpg");
        byte[] largeJpeg = jpeg.clone();
        int frame = frame(jpeg);
        ByteBuffer.wrap(largeJpeg).putShort(frame + 5, (short) 9_999).putShort(frame + 7, (short) 9_999);
        byte[] bmp = Pictures.encoded("bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(BMP_PACKING, EMBEDDED_PNG);
        byte[] largeBmp = Pictures.encoded("bmp");
        ByteBuffer.wrap(largeBmp)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(18, 9_999)
                .putInt(22, 9_999);
        // A chunk behind the last one that seems to begin where it ends.
        byte[] backwards = ByteBuffer.allocate(12)
                .putInt(-12)
                .putInt(0x61626364)
                .putInt('x')
                .array();
        return List.of(large, largeJpeg, bmp, largeBmp, Pictures.concatenated(png, backwards));
    }

    /** Where the segment with the size of a baseline JPEG begins. */
    private static int frame(byte[] jpeg) {
        int at = 2;
        while ((jpeg[at + 1] & 255) != 0xc0) {
            at += 2 + (ByteBuffer.wrap(jpeg).getShort(at + 2) & 0xffff);
        }
        return at;
    }

    private static byte[] tensors(String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static List<byte[]> texts(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
