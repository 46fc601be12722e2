// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.nio.ByteBuffer;

/**
 * Element types of a safetensors file. All are understood as far as their size, so that a file's layout can be checked;
 * only the three float types of trained weights can be read.
 */
enum ElementType {
    F32(4),
    F16(2),
    BF16(2),
    F64(8),
    F8_E4M3(1),
    F8_E5M2(1),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    boolean isReadable() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** Widens the next element of a little-endian buffer; exact for all three types. */
    float next(ByteBuffer buffer) {
        return switch (this) {
            case F32 -> buffer.getFloat();
            case F16 -> halfToFloat(buffer.getShort());
            case BF16 -> Float.intBitsToFloat(buffer.getShort() << 16);
            default -> throw new IllegalStateException(this + " is not a readable type");
        };
    }

    /** IEEE 754 binary16 to binary32 (the JDK's own conversion needs Java 20). */
    static float halfToFloat(short half) {
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Math.scalb(0x400 + fraction, exponent - 25);
        }
        return half < 0 ? -magnitude : magnitude;
    }
}
