// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Bit fields inside the little-endian pin block. Bits above a pin's width are always zero there. */
final class PinBits {
    private PinBits() {}

    static void requireInput(Pin pin) {
        if (!pin.input()) {
            throw new IllegalArgumentException("port " + pin.name() + " is an output");
        }
    }

    static long take(ByteBuffer pins, Pin pin, int low, int width) {
        requireRange(pin, low, width);
        int word = pin.offset() + low / Long.SIZE * Long.BYTES;
        int shift = low % Long.SIZE;
        long value = pins.getLong(word) >>> shift;
        if (shift + width > Long.SIZE) {
            value |= pins.getLong(word + Long.BYTES) << (Long.SIZE - shift);
        }
        return value & mask(width);
    }

    static void put(ByteBuffer pins, Pin pin, int low, int width, long value) {
        requireRange(pin, low, width);
        requireFit(pin, width, value);
        long bits = value & mask(width);
        int word = pin.offset() + low / Long.SIZE * Long.BYTES;
        int shift = low % Long.SIZE;
        pins.putLong(word, pins.getLong(word) & ~(mask(width) << shift) | bits << shift);
        int carried = Long.SIZE - shift;
        if (width > carried) {
            int next = word + Long.BYTES;
            pins.putLong(next, pins.getLong(next) & ~mask(width - carried) | bits >>> carried);
        }
    }

    static byte[] takeBytes(ByteBuffer pins, Pin pin) {
        byte[] value = new byte[(pin.width() + 7) / 8];
        pins.get(pin.offset(), value);
        return value;
    }

    static void putBytes(ByteBuffer pins, Pin pin, byte[] value) {
        int bytes = (pin.width() + 7) / 8;
        int spare = bytes * 8 - pin.width();
        boolean clean = value.length < bytes || spare == 0 || (value[bytes - 1] & 0xff) >>> (8 - spare) == 0;
        if (value.length > bytes || !clean) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%d bytes do not fit the %d bits of port %s", value.length, pin.width(), pin.name()));
        }
        pins.put(pin.offset(), value);
        for (int i = value.length; i < bytes; i++) {
            pins.put(pin.offset() + i, (byte) 0);
        }
    }

    private static void requireRange(Pin pin, int low, int width) {
        if (width < 1 || width > Long.SIZE || low < 0 || low + width > pin.width()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "bits %d+%d of port %s, which has %d (at most 64 at once)",
                    low,
                    width,
                    pin.name(),
                    pin.width()));
        }
    }

    private static void requireFit(Pin pin, int width, long value) {
        boolean unsigned = (value & ~mask(width)) == 0;
        boolean signed = value < 0 && value >> (width - 1) == -1;
        if (!unsigned && !signed) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d does not fit %d bits of port %s", value, width, pin.name()));
        }
    }

    private static long mask(int width) {
        return width == Long.SIZE ? -1 : (1L << width) - 1;
    }
}
