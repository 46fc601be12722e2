// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.p2vit.quant.bundle.BundleArray;

/** Constants as C99 text. Numbers do not depend on the byte order of the compiler's machine. */
final class CText {
    private static final int WIDTH = 132;

    private final Appendable out;

    CText(Appendable out) {
        this.out = out;
    }

    void line(String text) throws IOException {
        out.append(text).append('\n');
    }

    /** {@code static const int32_t name[count] = {…};} of 8, 16 or 32 bits. */
    void numbers(String name, BundleArray array) throws IOException {
        ByteBuffer bytes = array.buffer();
        switch (array.kind()) {
            case I8 -> array("int8_t", name, array.count(), i -> Byte.toString(bytes.get(i)));
            case I16 -> array("int16_t", name, array.count(), i -> Short.toString(bytes.getShort(Short.BYTES * i)));
            case I32 -> array("int32_t", name, array.count(), i -> integer(bytes.getInt(Integer.BYTES * i)));
            default -> throw new IllegalArgumentException(array.name() + " is " + array.kind());
        }
    }

    void numbers(String name, int[] values) throws IOException {
        array("int32_t", name, values.length, i -> integer(values[i]));
    }

    /** Codes packed into words of 64 bits, the first in the lowest bits: a compiler reads them ten times faster than numbers. */
    void words(String name, BundleArray array) throws IOException {
        byte[] codes = array.content();
        array("uint64_t", name, (codes.length + Long.BYTES - 1) / Long.BYTES, i -> {
            long word = 0;
            for (int b = Math.min(Long.BYTES, codes.length - Long.BYTES * i) - 1; b >= 0; b--) {
                word = word << Byte.SIZE | codes[Long.BYTES * i + b] & 255;
            }
            return "0x" + Long.toHexString(word) + "u";
        });
    }

    private void array(String type, String name, int count, IntFunction<String> number) throws IOException {
        out.append("static const " + type + " " + name + "[" + count + "] = {\n");
        int column = 0;
        for (int i = 0; i < count; i++) {
            String text = number.apply(i);
            if (column + text.length() + 1 > WIDTH) {
                out.append('\n');
                column = 0;
            }
            out.append(text).append(',');
            column += text.length() + 1;
        }
        out.append("\n};\n");
    }

    /** The least number has no literal of its own in C. */
    private static String integer(int value) {
        return value == Integer.MIN_VALUE ? "(-2147483647 - 1)" : Integer.toString(value);
    }
}
