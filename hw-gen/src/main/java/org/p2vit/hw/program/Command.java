// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One 32-byte command, architecture §3.1. The typed factories check that every operand fits its field.
 *
 * @param operands words 2 … 7
 */
public record Command(Unit unit, boolean run, int flags, Sync sync, int[] operands) {
    public static final int BYTES = 32;
    /** The most output tiles, depth words or rows that a command can count. */
    public static final int MOST_TILES = 1023;
    /** Bits of a byte offset in a region. */
    public static final int OFFSET_BITS = 40;

    /** Flag of MATMUL: weights of 4 bits. */
    public static final int NARROW = 1;

    /** Flag of MATMUL: activations are uint8, and weights of 8 bits. */
    public static final int UNSIGNED = 2;

    private static final int OPERANDS = 6;

    /** Flag of LOAD and STORE: the base of INPUT or OUTPUT goes on to the next image after this command. */
    public static final int ADVANCE = 1;

    /** Flag of LOAD: works for the image that follows; where none follows it only waits and signals. */
    public static final int AHEAD = 2;

    /** Where LOAD puts words and REQUANT puts rows; the constants are the encodings. */
    public static final class Destination {
        public static final int LOAD_ACT = 0;
        public static final int LOAD_WGT = 1;
        public static final int LOAD_RES = 2;
        public static final int LOAD_REQUANT_PARAMETERS = 3;
        public static final int LOAD_NORM_PARAMETERS = 4;
        public static final int LOAD_GELU = 5;
        public static final int REQUANT_ACT = 0;
        public static final int REQUANT_WGT = 1;
        public static final int REQUANT_RES = 2;
        public static final int REQUANT_VAL = 3;
        public static final int REQUANT_SOFTMAX = 4;
        public static final int REQUANT_OUT = 5;
        /** V^T: the codes of a row go across the banks of WGT. */
        public static final int REQUANT_WGT_TRANSPOSED = 7;

        private Destination() {}
    }

    /** DRAM region a LOAD or STORE offset is relative to; the ordinal is the encoding. */
    public enum Region {
        MODEL,
        INPUT,
        OUTPUT
    }

    /** A strided place in a buffer: row group {@code g} starts at {@code base + g * stride}. */
    public record Place(int base, int stride) {
        int encode() {
            return field("base", base, 16, 0) | field("stride", stride, 16, 16);
        }

        /** The place {@code words} further in each row group. */
        public Place plus(int words) {
            return new Place(base + words, stride);
        }

        /** The place starting at row group {@code groups}. */
        public Place at(int groups) {
            return new Place(base + groups * stride, stride);
        }
    }

    /** A range of token rows; {@code first} lies in the first tile. */
    public record Rows(int first, int count) {
        int encode(int middle, int middleBits) {
            return field("rows", count, 10, 0)
                    | field("count", middle, middleBits, 10)
                    | field("first row", first, 4, 20);
        }
    }

    public static Command end() {
        return run(Unit.CONTROL, 0, Sync.FREE);
    }

    /** Only waits and signals. */
    public static Command sync(Unit unit, Sync sync) {
        return new Command(unit, false, 0, sync, new int[OPERANDS]);
    }

    /** The same command with a flag set. */
    public Command with(int flag) {
        return new Command(unit, run, flags | flag, sync, operands);
    }

    public static Command load(Region region, long offset, int words, int destination, int address, Sync sync) {
        return run(
                Unit.LOAD,
                0,
                sync,
                (int) offset,
                field("offset high", (int) (offset >>> 32), 8, 0)
                        | region.ordinal() << 8
                        | field("destination", destination, 3, 12),
                field("words", words, 24, 0),
                field("address", address, 16, 0));
    }

    public static Command store(Region region, long offset, int words, int address, Sync sync) {
        return run(
                Unit.STORE,
                0,
                sync,
                (int) offset,
                field("offset high", (int) (offset >>> 32), 8, 0) | region.ordinal() << 8,
                field("words", words, 24, 0),
                field("address", address, 16, 0));
    }

    public static Command matMul(Place a, Place b, int tiles, int outTiles, int depthWords, Sync sync) {
        return matMul(a, b, tiles, outTiles, depthWords, 0, sync);
    }

    /** MATMUL of uint8 with int8: attention weights with values. */
    public static Command matMulUnsigned(Place a, Place b, int tiles, int outTiles, int depthWords, Sync sync) {
        return matMul(a, b, tiles, outTiles, depthWords, UNSIGNED, sync);
    }

    /** {@code narrow}: weights of 4 bits, two output tiles in a word. */
    public static Command matMul(Place a, Place b, int tiles, int outTiles, int depthWords, boolean narrow, Sync sync) {
        return matMul(a, b, tiles, outTiles, depthWords, narrow ? NARROW : 0, sync);
    }

    private static Command matMul(Place a, Place b, int tiles, int outTiles, int depthWords, int flags, Sync sync) {
        return run(
                Unit.MATMUL,
                flags,
                sync,
                a.encode(),
                b.encode(),
                field("tiles", tiles, 10, 0)
                        | field("output tiles", outTiles, 10, 10)
                        | field("depth words", depthWords, 10, 20));
    }

    /** REQUANT with per-output parameters; {@code residual} null for none. */
    public static Command requant(
            int destination,
            Place to,
            int parameters,
            Place residual,
            boolean gelu,
            Rows rows,
            int outTiles,
            Sync sync) {
        int flags = (residual != null ? 1 : 0) | (gelu ? 2 : 0) | field("destination", destination, 3, 4);
        int rest = residual == null ? 0 : residual.encode();
        return run(
                Unit.REQUANT,
                flags,
                sync,
                to.encode(),
                field("parameters", parameters, 16, 0),
                rows.encode(outTiles, 10),
                rest);
    }

    /** REQUANT of attention logits to SOFTMAX: no bias, one shift. */
    public static Command requantLogits(int shift, Rows rows, int outTiles, Sync sync) {
        return run(
                Unit.REQUANT,
                4 | Destination.REQUANT_SOFTMAX << 4,
                sync,
                0,
                0,
                rows.encode(outTiles, 10),
                0,
                field("shift", shift, 5, 0));
    }

    /**
     * REQUANT of A·V on the multipliers: no bias; accumulators are divided by the sum of their row's weights, the first tile's divisors at {@code divisors}.
     */
    public static Command requantAttention(Place to, int divisors, int shift, Rows rows, int outTiles, Sync sync) {
        return run(
                Unit.REQUANT,
                4 | 8 | Destination.REQUANT_ACT << 4,
                sync,
                to.encode(),
                field("row divisors", divisors, 16, 16),
                rows.encode(outTiles, 10),
                0,
                field("shift", shift, 5, 0));
    }

    public static Command softmax(Place codes, int rows, int keys, int shift, Sync sync) {
        return run(
                Unit.SOFTMAX,
                0,
                sync,
                codes.encode(),
                0,
                new Rows(0, rows).encode(keys, 10),
                0,
                field("shift", shift, 5, 0));
    }

    /** SOFTMAX with uniform codes; the row divisors go to {@code divisors} and the addresses behind it. */
    public static Command uniformSoftmax(Place codes, int divisors, int rows, int keys, int shift, Sync sync) {
        return run(
                Unit.SOFTMAX,
                0,
                sync,
                codes.encode(),
                field("row divisors", divisors, 16, 0),
                new Rows(0, rows).encode(keys, 10),
                0,
                field("shift", shift, 5, 0));
    }

    public static Command shiftMatMul(
            Place to, Place values, Place codes, int rows, int keys, int headWords, int shift, Sync sync) {
        return run(
                Unit.SHIFTMM,
                0,
                sync,
                to.encode(),
                values.encode(),
                field("rows", rows, 10, 0) | field("keys", keys, 10, 10) | field("head words", headWords, 10, 20),
                codes.encode(),
                field("shift", shift, 5, 0));
    }

    public static Command norm(
            Place to, Place stream, Rows rows, int dimWords, int parameters, int channels, int shift, Sync sync) {
        return run(
                Unit.NORM,
                0,
                sync,
                to.encode(),
                stream.encode(),
                rows.encode(dimWords, 10),
                field("parameters", parameters, 16, 0) | field("channels", channels, 11, 16),
                field("shift", shift, 5, 0));
    }

    private static Command run(Unit unit, int flags, Sync sync, int... operands) {
        int[] all = new int[OPERANDS];
        System.arraycopy(operands, 0, all, 0, operands.length);
        return new Command(unit, true, flags, sync, all);
    }

    private static int field(String name, int value, int bits, int position) {
        if (value < 0 || value >= 1 << bits) {
            throw new IllegalArgumentException(
                    "command field " + name + " is " + value + ", its limit is " + ((1 << bits) - 1));
        }
        return value << position;
    }

    /** Bits {@code high} … {@code low} of command word {@code word}, 2 … 7 (architecture §3.1). */
    public int bits(int word, int high, int low) {
        long bits = Integer.toUnsignedLong(operands[word - 2]);
        return (int) (bits >>> low & (1L << high - low + 1) - 1);
    }

    /** Writes the 32 bytes; {@code tag} identifies the command in the error register. */
    public void encode(ByteBuffer to, int tag) {
        to.order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(unit.ordinal() | (run ? 1 << 4 : 0) | flags << 8 | (tag & 0xffff) << 16);
        to.putInt(sync.encode());
        for (int operand : operands) {
            to.putInt(operand);
        }
    }
}
