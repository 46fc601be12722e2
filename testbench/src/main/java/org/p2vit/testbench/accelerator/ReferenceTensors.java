// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.p2vit.hw.compiler.TensorSlice;
import org.p2vit.quant.golden.IntegerTap;

/** Every tensor of one golden inference, accumulators included, by name. */
final class ReferenceTensors implements IntegerTap {
    /** The numbers of a matrix by index. */
    private record Tensor(IntUnaryOperator values, int rows, int columns) {}

    private final Map<String, Tensor> tensors = new HashMap<>();

    @Override
    public void accept(String tensor, byte[] codes, int rows, int columns) {
        // Of all codes only those of attention have no sign.
        boolean unsigned = tensor.endsWith(TensorSlice.CODES);
        tensors.put(tensor, new Tensor(i -> unsigned ? Byte.toUnsignedInt(codes[i]) : codes[i], rows, columns));
    }

    @Override
    public void accept(String tensor, short[] stream, int rows, int columns) {
        tensors.put(tensor, new Tensor(i -> stream[i], rows, columns));
    }

    @Override
    public void accept(String tensor, int[] values, int rows, int columns) {
        tensors.put(tensor, new Tensor(i -> values[i], rows, columns));
    }

    @Override
    public boolean wantsAccumulators() {
        return true;
    }

    /** Name and size of a tensor. */
    interface Shapes {
        void accept(String tensor, int rows, int columns);
    }

    void forEach(Shapes listener) {
        tensors.forEach((name, tensor) -> listener.accept(name, tensor.rows(), tensor.columns()));
    }

    int value(String name, int row, int column) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("the golden model delivered no tensor " + name);
        }
        return tensor.values().applyAsInt(row * tensor.columns() + column);
    }
}
