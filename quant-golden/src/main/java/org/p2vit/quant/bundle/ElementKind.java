// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.util.Arrays;
import java.util.Optional;

/** Element types of a bundle's arrays; all little-endian two's complement or IEEE 754. */
public enum ElementKind {
    /** Two codes per byte, the first in the low half; an odd last half is zero. */
    I4("i4", 4),
    I8("i8", 8),
    I16("i16", 16),
    I32("i32", 32),
    F32("f32", 32);

    private final String label;
    private final int bits;

    ElementKind(String label, int bits) {
        this.label = label;
        this.bits = bits;
    }

    /** The name in the header. */
    public String label() {
        return label;
    }

    /** Bytes of an array of {@code count} elements. */
    public long bytes(int count) {
        return ((long) count * bits + 7) / 8;
    }

    static Optional<ElementKind> ofLabel(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }
}
