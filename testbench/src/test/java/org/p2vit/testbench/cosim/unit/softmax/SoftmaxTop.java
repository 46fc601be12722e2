// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.inst;

import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.LogitRows;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitTop;
import spinal.core.Bool;

final class SoftmaxTop extends UnitTop {
    private final SoftmaxUnit unit;
    public final HwStream<CommandWord> command;
    public final LogitRows logits;
    public final Bool tileStart;
    public final Bool tileFree;
    public final Bool writeValid;
    public final GroupWrite write;
    public final HwStream<GroupWrite> codes;
    public final Bool divisorsValid;
    public final GroupWrite divisors;
    public final Bool busy;
    public final Bool stall;

    SoftmaxTop(SoftmaxCase unitCase, int maxTokens) {
        ArrayShape shape = unitCase.shape();
        boolean uniform = unitCase.attention() == AttentionKind.MULTIPLY;
        unit = inst(new SoftmaxUnit(shape.tokenTile(), shape.word(), shape.lanes(), maxTokens, unitCase.attention()));
        connect(unit.semaphore);
        command = lift(unit.command);
        logits = lift(unit.logits);
        tileStart = lift(unit.tileStart);
        tileFree = lift(unit.tileFree);
        writeValid = uniform ? null : lift(unit.writeValid);
        write = uniform ? null : lift(unit.write);
        codes = uniform ? lift(unit.codes) : null;
        divisorsValid = uniform ? lift(unit.divisorsValid) : null;
        divisors = uniform ? lift(unit.divisors) : null;
        busy = lift(unit.busy);
        stall = lift(unit.stall);
    }
}
