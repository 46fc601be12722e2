// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.stream.Stream;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.port.BankWrite;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.requant.RequantUnit;
import org.p2vit.hw.unit.requant.StoredValues;
import org.p2vit.hw.unit.shiftmm.ShiftMatMulUnit;
import org.p2vit.hw.unit.softmax.LogarithmicSoftmaxUnit;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;

/** A·V by shifts: SHIFTMM multiplies values of VAL with logarithmic codes of CODE. */
final class ShiftedAttention extends AttentionPath {
    private final RequantUnit<StoredValues> requant;
    private final LogarithmicSoftmaxUnit softmax;
    private final ShiftMatMulUnit shiftMatMul;

    ShiftedAttention(AcceleratorConfig config) {
        ArrayConfig array = config.array();
        int tile = array.tokenTile();
        int word = array.word();
        int lanes = array.postPipes();
        int maxTokens = config.limits().maxTokens();
        requant = named("requant", inst(new RequantUnit<>(tile, word, lanes, StoredValues::new)));
        softmax = named("softmax", inst(new LogarithmicSoftmaxUnit(tile, word, lanes, maxTokens)));
        shiftMatMul = named("shiftMatMul", inst(new ShiftMatMulUnit(tile, word)));
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
    List<UnitPorts> units() {
        UnitPorts shifts = new UnitPorts(
                Unit.SHIFTMM, shiftMatMul.command, shiftMatMul.semaphore, shiftMatMul.busy, shiftMatMul.stall);
        return Stream.concat(super.units().stream(), Stream.of(shifts)).toList();
    }

    @Override
    void connect(Buffers buffers) {
        shiftMatMul.values.to(buffers.reader(Buffer.VAL));
        shiftMatMul.codes.to(buffers.reader(Buffer.CODE));
        buffers.activations(Unit.SHIFTMM, shiftMatMul.write);
        BankWrite values = buffers.first(Buffer.VAL, requant.values.toVal);
        requant.write.to(values, word -> slice(word, values.wordBits - 1, 0));
        buffers.first(Buffer.CODE, softmax.writeValid, softmax.write);
    }
}
