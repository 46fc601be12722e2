// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import static org.p2vit.hw.dsl.Hdl.inst;

import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.LogitRows;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;
import spinal.core.Bool;

final class SoftmaxTop extends UnitTop {
    private final SoftmaxUnit unit;
    public final HwStream<CommandWord> command;
    public final LogitRows logits;
    public final Bool tileStart;
    public final Bool tileFree;
    public final Bool writeValid;
    public final GroupWrite write;
    public final Bool busy;
    public final Bool stall;

    SoftmaxTop(ArrayShape shape, int maxTokens) {
        unit = inst(new SoftmaxUnit(shape.tokenTile(), shape.word(), shape.lanes(), maxTokens));
        connect(unit.semaphore);
        command = lift(unit.command);
        logits = lift(unit.logits);
        tileStart = lift(unit.tileStart);
        tileFree = lift(unit.tileFree);
        writeValid = lift(unit.writeValid);
        write = lift(unit.write);
        busy = lift(unit.busy);
        stall = lift(unit.stall);
    }
}
