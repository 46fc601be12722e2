// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2vit.quant.golden.IntegerTap;

/** All tensors of a golden inference by name, as numbers. */
record TensorLists(Map<String, List<Integer>> byName) implements IntegerTap {
    TensorLists() {
        this(new LinkedHashMap<>());
    }

    @Override
    public void accept(String tensor, byte[] codes, int rows, int columns) {
        put(tensor, codes.length, IntStream.range(0, codes.length).map(i -> codes[i]));
    }

    @Override
    public void accept(String tensor, short[] codes, int rows, int columns) {
        put(tensor, codes.length, IntStream.range(0, codes.length).map(i -> codes[i]));
    }

    @Override
    public void accept(String tensor, int[] values, int rows, int columns) {
        put(tensor, values.length, IntStream.of(values));
    }

    private void put(String tensor, int count, IntStream values) {
        if (count > 0) {
            byName.put(tensor, values.boxed().toList());
        }
    }
}
