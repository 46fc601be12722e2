// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.HashMap;
import java.util.Map;
import org.p2vit.quant.golden.IntegerTap;

/** Every tensor of one golden inference, accumulators included, by name. */
final class ReferenceTensors implements IntegerTap {
    /** A matrix of int8 codes or int32 values; one of the arrays is null. */
    private record Tensor(byte[] codes, int[] values, int columns) {}

    private final Map<String, Tensor> tensors = new HashMap<>();

    @Override
    public void accept(String tensor, byte[] codes, int rows, int columns) {
        tensors.put(tensor, new Tensor(codes, null, columns));
    }

    @Override
    public void accept(String tensor, int[] values, int rows, int columns) {
        tensors.put(tensor, new Tensor(null, values, columns));
    }

    @Override
    public boolean wantsAccumulators() {
        return true;
    }

    int value(String name, int row, int column) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("the golden model delivered no tensor " + name);
        }
        int index = row * tensor.columns() + column;
        return tensor.codes() != null ? tensor.codes()[index] : tensor.values()[index];
    }
}
