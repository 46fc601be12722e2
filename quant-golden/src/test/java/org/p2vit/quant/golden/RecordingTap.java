// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Keeps every tensor and its shape. */
final class RecordingTap implements IntegerTap {
    final Map<String, int[]> codes = new LinkedHashMap<>();
    final Map<String, int[]> values = new LinkedHashMap<>();
    final Map<String, String> shapes = new LinkedHashMap<>();
    private final boolean accumulators;

    RecordingTap(boolean accumulators) {
        this.accumulators = accumulators;
    }

    @Override
    public void accept(String tensor, byte[] data, int rows, int columns) {
        codes.put(tensor, IntStream.range(0, data.length).map(i -> data[i]).toArray());
        shape(tensor, data.length, rows, columns);
    }

    @Override
    public void accept(String tensor, short[] data, int rows, int columns) {
        codes.put(tensor, IntStream.range(0, data.length).map(i -> data[i]).toArray());
        shape(tensor, data.length, rows, columns);
    }

    @Override
    public void accept(String tensor, int[] data, int rows, int columns) {
        values.put(tensor, data);
        shape(tensor, data.length, rows, columns);
    }

    @Override
    public boolean wantsAccumulators() {
        return accumulators;
    }

    private void shape(String tensor, int length, int rows, int columns) {
        if (length != rows * columns) {
            throw new AssertionError(tensor + ": " + rows + " x " + columns + " is not " + length);
        }
        if (shapes.put(tensor, rows + "x" + columns) != null) {
            throw new AssertionError(tensor + " was delivered twice");
        }
    }
}
