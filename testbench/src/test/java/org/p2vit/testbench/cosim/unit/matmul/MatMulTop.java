// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.inst;

import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.unit.matmul.MatMulUnit;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitTop;
import spinal.core.Bool;

final class MatMulTop extends UnitTop {
    private final MatMulUnit unit;
    public final HwStream<CommandWord> command;
    public final ReadPort activations;
    public final ReadPort exponents;
    public final ReadPort weights;
    public final HwStream<AccumulatorRows> accumulators;
    public final Bool busy;
    public final Bool stall;

    MatMulTop(ArrayShape shape, ProcessingElement pe, AttentionKind attention) {
        unit = inst(new MatMulUnit(shape.tokenTile(), shape.word(), shape.lanes(), pe, attention));
        connect(unit.semaphore);
        command = lift(unit.command);
        activations = lift(unit.activations);
        exponents = lift(unit.exponents);
        weights = lift(unit.weights);
        accumulators = lift(unit.accumulators);
        busy = lift(unit.busy);
        stall = lift(unit.stall);
    }
}
