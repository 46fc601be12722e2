// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.requant.DividedValues;
import org.p2vit.hw.unit.requant.RequantUnit;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;
import org.p2vit.hw.unit.softmax.UniformSoftmaxUnit;

/** A·V on the multipliers: MATMUL takes uniform codes from ACT and values from WGT, and REQUANT divides what it makes by ROWX. */
final class MultipliedAttention extends AttentionPath {
    private final RequantUnit<DividedValues> requant;
    private final UniformSoftmaxUnit softmax;

    MultipliedAttention(AcceleratorConfig config) {
        ArrayConfig array = config.array();
        int tile = array.tokenTile();
        int word = array.word();
        int lanes = array.postPipes();
        int maxTokens = config.limits().maxTokens();
        requant = named("requant", inst(new RequantUnit<>(tile, word, lanes, DividedValues::new)));
        softmax = named("softmax", inst(new UniformSoftmaxUnit(tile, word, lanes, maxTokens)));
    }

    @Override
    RequantUnit<?> requant() {
        return requant;
    }

    @Override
    SoftmaxUnit softmax() {
        return softmax;
    }

    @Override
    void connect(Buffers buffers) {
        buffers.activations(Unit.SOFTMAX, softmax.codes);
        buffers.columns(Buffer.WGT, requant.values.toColumns);
        buffers.first(Buffer.ROWX, softmax.divisorsValid, softmax.divisors);
        requant.values.divisors.to(buffers.reader(Buffer.ROWX, Unit.REQUANT));
    }
}
