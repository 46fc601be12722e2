// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.port.BankWrite;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupReadPort;
import org.p2vit.hw.port.LogitRows;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.unit.requant.DividedValues;
import org.p2vit.hw.unit.requant.RequantUnit;
import org.p2vit.hw.unit.requant.RequantValues;
import org.p2vit.hw.unit.requant.StoredValues;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitTop;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** The residual port is shown as a port of {@code lanes} banks whose address has the group above its 16 bits. */
abstract class RequantTop<V extends RequantValues> extends UnitTop {
    protected final RequantUnit<V> unit;
    public final HwStream<CommandWord> command;
    public final HwStream<AccumulatorRows> accumulators;
    public final ReadPort parameters;
    public final Bool residual_enable;
    public final UInt residual_address;
    public final List<Bits> residual_data;
    public final BankWrite write;
    public final BankWrite streamWrite;
    public final BankWrite exponentWrite;
    public final Bool toExponents;
    public final Bool firstExponents;
    public final Bool toAct;
    public final Bool toRes;
    public final BankWrite keyWrite;
    public final Bool toWgt;
    public final LogitRows logits;
    public final Bool softmaxTileFree;
    public final Bool softmaxTileStart;
    public final Bool outValid;
    public final UInt outAddress;
    public final Bits outData;
    public final Bool busy;
    public final Bool stall;

    private RequantTop(ArrayShape shape, RequantValues.Maker<V> maker) {
        unit = inst(new RequantUnit<>(shape.tokenTile(), shape.word(), shape.lanes(), maker));
        connect(unit.semaphore);
        command = lift(unit.command);
        accumulators = lift(unit.accumulators);
        parameters = lift(unit.parameters);
        residual_enable = lift(unit.residual.valid);
        residual_address = out(asUInt(cat(unit.residual.group, unit.residual.address)));
        residual_data = list(shape.lanes(), lane -> lift(unit.residual.data.get(lane)));
        assign(unit.residual.ready, true);
        write = lift(unit.write);
        streamWrite = lift(unit.streamWrite);
        exponentWrite = lift(unit.exponentWrite);
        toExponents = lift(unit.toExponents);
        firstExponents = lift(unit.firstExponents);
        toAct = lift(unit.toAct);
        toRes = lift(unit.toRes);
        keyWrite = lift(unit.keyWrite);
        toWgt = lift(unit.toWgt);
        logits = lift(unit.logits);
        softmaxTileFree = lift(unit.softmaxTileFree);
        softmaxTileStart = lift(unit.softmaxTileStart);
        outValid = lift(unit.outValid);
        outAddress = lift(unit.outAddress);
        outData = lift(unit.outData);
        busy = lift(unit.busy);
        stall = lift(unit.stall);
    }

    static RequantTop<?> of(ArrayShape shape, AttentionKind attention) {
        return attention == AttentionKind.SHIFT ? new Stored(shape) : new Divided(shape);
    }

    private static final class Stored extends RequantTop<StoredValues> {
        public final Bool toVal = lift(unit.values.toVal);

        Stored(ArrayShape shape) {
            super(shape, StoredValues::new);
        }
    }

    private static final class Divided extends RequantTop<DividedValues> {
        public final Bool divisors_enable;
        public final UInt divisors_address;
        public final List<Bits> divisors_data;
        public final Bits toColumns = lift(unit.values.toColumns);

        Divided(ArrayShape shape) {
            super(shape, DividedValues::new);
            GroupReadPort divisors = unit.values.divisors;
            divisors_enable = lift(divisors.valid);
            divisors_address = out(asUInt(cat(divisors.group, divisors.address)));
            divisors_data = list(shape.lanes(), lane -> lift(divisors.data.get(lane)));
            assign(divisors.ready, true);
        }
    }
}
