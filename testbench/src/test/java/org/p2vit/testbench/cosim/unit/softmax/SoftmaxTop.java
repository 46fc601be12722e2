// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.inst;

import java.util.function.Supplier;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.BankWrite;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.LogitRows;
import org.p2vit.hw.unit.softmax.LogarithmicSoftmaxUnit;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;
import org.p2vit.hw.unit.softmax.UniformSoftmaxUnit;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitTop;
import spinal.core.Bool;

abstract class SoftmaxTop<U extends SoftmaxUnit> extends UnitTop {
    protected final U unit;
    public final HwStream<CommandWord> command;
    public final LogitRows logits;
    public final Bool tileStart;
    public final Bool tileFree;
    public final Bool busy;
    public final Bool stall;

    private SoftmaxTop(Supplier<U> make) {
        unit = inst(make.get());
        connect(unit.semaphore);
        command = lift(unit.command);
        logits = lift(unit.logits);
        tileStart = lift(unit.tileStart);
        tileFree = lift(unit.tileFree);
        busy = lift(unit.busy);
        stall = lift(unit.stall);
    }

    static SoftmaxTop<?> of(SoftmaxCase unitCase, int maxTokens) {
        ArrayShape shape = unitCase.shape();
        return unitCase.attention() == AttentionKind.SHIFT
                ? new Logarithmic(shape, maxTokens)
                : new Uniform(shape, maxTokens);
    }

    private static final class Logarithmic extends SoftmaxTop<LogarithmicSoftmaxUnit> {
        public final Bool writeValid = lift(unit.writeValid);
        public final BankWrite write = lift(unit.write);

        Logarithmic(ArrayShape shape, int maxTokens) {
            super(() -> new LogarithmicSoftmaxUnit(shape.tokenTile(), shape.word(), shape.lanes(), maxTokens));
        }
    }

    private static final class Uniform extends SoftmaxTop<UniformSoftmaxUnit> {
        public final HwStream<GroupWrite> codes = lift(unit.codes);
        public final Bool divisorsValid = lift(unit.divisorsValid);
        public final BankWrite divisors = lift(unit.divisors);

        Uniform(ArrayShape shape, int maxTokens) {
            super(() -> new UniformSoftmaxUnit(shape.tokenTile(), shape.word(), shape.lanes(), maxTokens));
        }
    }
}
