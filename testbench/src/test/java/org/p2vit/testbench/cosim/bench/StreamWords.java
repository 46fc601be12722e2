// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import java.util.Arrays;
import java.util.Random;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.StreamCodes;

/** Words of the residual stream as RES has them: int9 codes, lane 0 lowest, and above them the exponents of blocks, three bits each. */
public final class StreamWords {
    public static final int BITS = 9;
    public static final int LEAST = -256;
    public static final int GREATEST = 255;
    /** Exponents of blocks. */
    public static final int MOST = 6;

    private static final int EXPONENT_BITS = 3;

    private StreamWords() {}

    public static short random(Random random) {
        return (short) (random.nextInt(GREATEST - LEAST + 1) + LEAST);
    }

    /** Bits of a word of {@code codes} codes. */
    public static int bits(int codes) {
        return codes * BITS + BlockCodes.blocks(codes) * EXPONENT_BITS;
    }

    /** Bytes that hold it. */
    public static int bytes(int codes) {
        return (bits(codes) + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** The words of rows one behind the other; {@code word} codes each, the last of a row filled with zeros. */
    public static byte[] pack(StreamCodes rows, int word) {
        int perRow = (rows.columns() + word - 1) / word;
        int blocks = BlockCodes.blocks(rows.columns());
        byte[] words = new byte[rows.rows() * perRow * bytes(word)];
        for (int i = 0; i < rows.rows() * perRow; i++) {
            int row = i / perRow;
            int column = i % perRow * word;
            int to = Math.min(rows.columns(), column + word);
            short[] codes = Arrays.copyOfRange(rows.codes(), row * rows.columns() + column, row * rows.columns() + to);
            int block = row * blocks + BlockCodes.blocks(column);
            byte[] exponents = Arrays.copyOfRange(rows.exponents(), block, block + BlockCodes.blocks(to - column));
            byte[] packed = pack(Arrays.copyOf(codes, word), exponents);
            System.arraycopy(packed, 0, words, i * bytes(word), packed.length);
        }
        return words;
    }

    /** One word. */
    public static byte[] pack(short[] codes, byte[] exponents) {
        byte[] bytes = new byte[bytes(codes.length)];
        for (int i = 0; i < codes.length; i++) {
            put(bytes, i * BITS, BITS, codes[i]);
        }
        for (int i = 0; i < exponents.length; i++) {
            put(bytes, codes.length * BITS + i * EXPONENT_BITS, EXPONENT_BITS, exponents[i]);
        }
        return bytes;
    }

    /** Codes alone, as many as fill whole bytes. */
    public static byte[] codes(short... codes) {
        return Arrays.copyOf(pack(codes, new byte[0]), codes.length * BITS / Byte.SIZE);
    }

    private static void put(byte[] bytes, int from, int count, int value) {
        for (int bit = 0; bit < count; bit++) {
            bytes[(from + bit) / Byte.SIZE] |= (byte) ((value >> bit & 1) << (from + bit) % Byte.SIZE);
        }
    }
}
