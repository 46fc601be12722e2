// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.inst;

import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.unit.shiftmm.ShiftMatMulUnit;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitTop;
import spinal.core.Bool;

final class ShiftMatMulTop extends UnitTop {
    private final ShiftMatMulUnit unit;
    public final HwStream<CommandWord> command;
    public final ReadPort values;
    public final ReadPort codes;
    public final HwStream<GroupWrite> write;
    public final Bool busy;
    public final Bool stall;

    ShiftMatMulTop(ArrayShape shape) {
        unit = inst(new ShiftMatMulUnit(shape.tokenTile(), shape.word()));
        connect(unit.semaphore);
        command = lift(unit.command);
        values = lift(unit.values);
        codes = lift(unit.codes);
        write = lift(unit.write);
        busy = lift(unit.busy);
        stall = lift(unit.stall);
    }
}
