// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An immutable float tensor in row-major order. */
public final class FloatTensor implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<Integer> shape;
    private final float[] data;
    private final int columns;

    private FloatTensor(List<Integer> shape, float[] data) {
        this.shape = shape;
        this.data = data;
        this.columns = data.length / Math.max(1, rows());
    }

    /**
     * Copies {@code data} into a tensor.
     *
     * @throws IllegalArgumentException if the data do not fill the shape
     */
    public static FloatTensor of(float[] data, int... shape) {
        return owning(data.clone(), Arrays.stream(shape).boxed().toList());
    }

    /** Wraps an array that the caller gives up. */
    static FloatTensor owning(float[] data, List<Integer> shape) {
        long size = 1;
        for (int extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("negative extent in shape " + shape);
            }
            size = Math.multiplyExact(size, extent);
        }
        if (size != data.length) {
            throw new IllegalArgumentException(data.length + " values do not fill the shape " + shape);
        }
        return new FloatTensor(List.copyOf(shape), data);
    }

    public List<Integer> shape() {
        return shape;
    }

    public int size() {
        return data.length;
    }

    /** The value at a row-major index. */
    public float get(int index) {
        return data[index];
    }

    /** The value of a matrix (any tensor whose first extent counts rows) at a row and a flattened column. */
    public float get(int row, int column) {
        return data[row * columns + column];
    }

    /** The first extent; 1 for a scalar. */
    public int rows() {
        return shape.isEmpty() ? 1 : shape.get(0);
    }

    /** The product of all extents but the first. */
    public int columns() {
        return columns;
    }

    /** A copy of all values in row-major order. */
    public float[] toArray() {
        return data.clone();
    }

    /** The same values under another shape of the same size. */
    public FloatTensor reshape(int... newShape) {
        return owning(data, Arrays.stream(newShape).boxed().toList());
    }

    /** {@code count} rows of a matrix. */
    FloatTensor rows(int first, int count) {
        float[] part = Arrays.copyOfRange(data, first * columns(), (first + count) * columns());
        return owning(part, List.of(count, columns()));
    }

    /** The rows of several tensors below each other; all but their first extents are the same. */
    static FloatTensor stack(List<FloatTensor> parts) {
        int size = parts.stream().mapToInt(FloatTensor::size).sum();
        float[] stacked = new float[size];
        int filled = 0;
        for (FloatTensor part : parts) {
            System.arraycopy(part.data, 0, stacked, filled, part.size());
            filled += part.size();
        }
        List<Integer> extents = new ArrayList<>(parts.get(0).shape);
        extents.set(0, parts.stream().mapToInt(FloatTensor::rows).sum());
        return owning(stacked, extents);
    }

    /** Whether no value is NaN or infinite. */
    public boolean isFinite() {
        for (float value : data) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatTensor that && shape.equals(that.shape) && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "FloatTensor" + shape;
    }
}
