// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.norm;

import static org.p2vit.hw.dsl.Hdl.inst;

import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupReadPort;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.unit.norm.LayerNormUnit;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitTop;
import spinal.core.Bool;

final class NormTop extends UnitTop {
    private final LayerNormUnit unit;
    public final HwStream<CommandWord> command;
    public final GroupReadPort stream;
    public final ReadPort parameters;
    public final HwStream<GroupWrite> write;
    public final Bool busy;
    public final Bool stall;

    NormTop(ArrayShape shape, int maxDim) {
        unit = inst(new LayerNormUnit(shape.tokenTile(), shape.word(), maxDim));
        connect(unit.semaphore);
        command = lift(unit.command);
        stream = lift(unit.stream);
        parameters = lift(unit.parameters);
        write = lift(unit.write);
        busy = lift(unit.busy);
        stall = lift(unit.stall);
    }
}
