// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.spec.NumericContract;

/**
 * Collects the arrays of a bundle: their table and their bytes, in the order of the calls. Codes of 8 bits are not copied.
 */
final class ArrayWriter {
    private final List<BundleHeader.Entry> entries = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    List<BundleHeader.Entry> entries() {
        return List.copyOf(entries);
    }

    /** The bytes of each array, in the order of {@link #entries()}; not to be modified. */
    List<byte[]> contents() {
        return List.copyOf(contents);
    }

    void bytes(String name, byte[] values) {
        add(name, ElementKind.I8, values.length, values);
    }

    /** Weights of 8 bits, or of 4: multiples of 16, of which a sixteenth is stored. */
    void weights(String name, byte[] weights, LayerKind kind) {
        boolean int4 = kind.weightBits() == 4;
        ElementKind type = int4 ? ElementKind.I4 : ElementKind.I8;
        entries.add(new BundleHeader.Entry(name, type, weights.length, kind.sparsity()));
        contents.add(int4 ? pack(weights) : weights);
    }

    void shorts(String name, short[] values) {
        ByteBuffer buffer = allocate(ElementKind.I16, values.length);
        buffer.asShortBuffer().put(values);
        add(name, ElementKind.I16, values.length, buffer.array());
    }

    void ints(String name, int... values) {
        ByteBuffer buffer = allocate(ElementKind.I32, values.length);
        buffer.asIntBuffer().put(values);
        add(name, ElementKind.I32, values.length, buffer.array());
    }

    void floats(String name, float[] values) {
        ByteBuffer buffer = allocate(ElementKind.F32, values.length);
        buffer.asFloatBuffer().put(values);
        add(name, ElementKind.F32, values.length, buffer.array());
    }

    private static ByteBuffer allocate(ElementKind kind, int count) {
        return ByteBuffer.allocate(Math.toIntExact(kind.bytes(count))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] pack(byte[] weights) {
        byte[] packed = new byte[(weights.length + 1) / 2];
        for (int i = 0; i < weights.length; i++) {
            int code = weights[i] >> NumericContract.INT4_SHIFT;
            packed[i / 2] |= (byte) ((code & 15) << (4 * (i % 2)));
        }
        return packed;
    }

    private void add(String name, ElementKind kind, int count, byte[] bytes) {
        entries.add(new BundleHeader.Entry(name, kind, count));
        contents.add(bytes);
    }
}
