// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.Sparsity;
import org.p2vit.quant.spec.NumericContract;

/** Gives out the arrays of a bundle by name; each must exist, have the asked type and be asked for. */
final class ArrayReader {
    private final Map<String, BundleHeader.Entry> unread = new HashMap<>();
    private final Map<String, Integer> offsets = new HashMap<>();
    private final byte[] file;

    /**
     * @param payloadStart first byte of the first array in {@code file}
     * @throws InvalidInputException if the arrays do not fill the payload exactly
     */
    ArrayReader(List<BundleHeader.Entry> entries, byte[] file, int payloadStart, int payloadEnd) {
        this.file = file;
        long offset = payloadStart;
        for (BundleHeader.Entry entry : entries) {
            offsets.put(entry.name(), (int) offset);
            unread.put(entry.name(), entry);
            offset += entry.bytes();
            if (offset > payloadEnd) {
                throw new InvalidInputException("array " + entry.name() + " of " + entry.count() + " elements ends "
                        + (offset - payloadEnd) + " bytes behind the end of the data");
            }
        }
        if (offset < payloadEnd) {
            throw new InvalidInputException((payloadEnd - offset) + " bytes behind the last array belong to none");
        }
    }

    byte[] bytes(String name) {
        return copied(take(name, ElementKind.I8));
    }

    private byte[] copied(BundleHeader.Entry entry) {
        byte[] values = new byte[entry.count()];
        buffer(entry).get(values);
        return values;
    }

    /** Bits and sparsity of the weights of a layer. */
    LayerKind layerKind(String name) {
        BundleHeader.Entry entry = find(name);
        return new LayerKind(entry.kind() == ElementKind.I4 ? 4 : 8, entry.sparsity());
    }

    byte[] weights(String name) {
        BundleHeader.Entry entry = find(name);
        unread.remove(name);
        if (entry.kind() == ElementKind.I4) {
            return unpack(entry);
        }
        requireKind(entry, ElementKind.I8);
        return copied(entry);
    }

    short[] shorts(String name) {
        BundleHeader.Entry entry = take(name, ElementKind.I16);
        short[] values = new short[entry.count()];
        buffer(entry).asShortBuffer().get(values);
        return values;
    }

    int[] ints(String name) {
        BundleHeader.Entry entry = take(name, ElementKind.I32);
        int[] values = new int[entry.count()];
        buffer(entry).asIntBuffer().get(values);
        return values;
    }

    int number(String name) {
        int[] values = ints(name);
        if (values.length != 1) {
            throw new InvalidInputException("array " + name + " has " + values.length + " elements; 1 is needed");
        }
        return values[0];
    }

    float[] floats(String name) {
        BundleHeader.Entry entry = take(name, ElementKind.F32);
        float[] values = new float[entry.count()];
        buffer(entry).asFloatBuffer().get(values);
        return values;
    }

    /** @throws InvalidInputException if an array was never asked for */
    void requireAllRead() {
        if (!unread.isEmpty()) {
            throw new InvalidInputException("array "
                    + unread.keySet().stream().sorted().findFirst().orElseThrow() + " has no place in the network");
        }
    }

    /** A code of 4 bits stands for 16 times its number, so it is the upper half of the weight. */
    private byte[] unpack(BundleHeader.Entry entry) {
        ByteBuffer packed = buffer(entry);
        byte[] codes = new byte[entry.count()];
        int from = packed.position();
        for (int i = 0; i < codes.length; i++) {
            int pair = file[from + i / 2];
            codes[i] = (byte) (i % 2 == 0 ? pair << NumericContract.INT4_SHIFT : pair & 0xF0);
        }
        return codes;
    }

    private ByteBuffer buffer(BundleHeader.Entry entry) {
        return ByteBuffer.wrap(file, offsets.get(entry.name()), (int) entry.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private BundleHeader.Entry take(String name, ElementKind kind) {
        BundleHeader.Entry entry = find(name);
        requireKind(entry, kind);
        if (entry.sparsity() != Sparsity.DENSE) {
            throw new InvalidInputException(
                    "array " + name + " is said to be " + entry.sparsity().label() + "; only weights are sparse");
        }
        unread.remove(name);
        return entry;
    }

    private static void requireKind(BundleHeader.Entry entry, ElementKind kind) {
        if (entry.kind() != kind) {
            throw new InvalidInputException("array " + entry.name() + " has the type "
                    + entry.kind().label() + "; " + kind.label() + " is needed");
        }
    }

    private BundleHeader.Entry find(String name) {
        BundleHeader.Entry entry = unread.get(name);
        if (entry == null) {
            throw new InvalidInputException("array " + name + " is missing");
        }
        return entry;
    }
}
