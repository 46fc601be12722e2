// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl.tests;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwState;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/** Modules that the tests of the Java face elaborate. */
final class Samples {
    private Samples() {}

    /** Multiply-accumulate with clear. */
    static class Mac extends HwModule {
        final SInt a;
        final SInt b;
        final SInt acc;
        final Bool clear = in(bool());
        final Bool enable = in(bool());

        Mac(int width, int accWidth) {
            a = in(sint(width));
            b = in(sint(width));
            acc = out(reg(sint(accWidth), 0));
            when(clear, () -> assign(acc, 0))
                    .elsewhen(enable, () -> assign(acc, add(acc, resize(mul(a, b), accWidth))));
        }
    }

    /** Two lanes of different width: two Verilog modules of one class. */
    static class Lanes extends HwModule {
        final SInt a = in(sint(8));
        final Bool go = in(bool());
        final List<SInt> sums;
        private final Mac[] macs = new Mac[3];

        Lanes() {
            int[] accWidths = {32, 24, 32};
            for (int lane = 0; lane < macs.length; lane++) {
                Mac mac = inst(new Mac(8, accWidths[lane]));
                assign(mac.a, a);
                assign(mac.b, a);
                assign(mac.clear, not(go));
                assign(mac.enable, go);
                macs[lane] = mac;
            }
            sums = list(3, lane -> out(wire(like(macs[lane].acc))));
            for (int lane = 0; lane < macs.length; lane++) {
                assign(sums.get(lane), macs[lane].acc);
            }
        }
    }

    static final class Pair extends HwBundle {
        final UInt low;
        final Bool flag;
        private final int width;

        Pair(int width) {
            this.width = width;
            low = uint(width);
            flag = bool();
        }
    }

    /** Every way a field can hold a signal. */
    static class Named extends HwModule {
        enum Side {
            LEFT,
            RIGHT
        }

        record Couple(UInt first, UInt second) {}

        final UInt plain = in(uint(8));
        final UInt[] array = {out(uint(8)), out(uint(8))};
        final List<List<UInt>> grid = list(2, row -> list(2, column -> out(uint(8))));
        final Map<Side, UInt> bySide = Map.of(Side.LEFT, out(uint(8)));
        final Optional<UInt> maybe = Optional.of(out(uint(8)));
        final Couple couple = new Couple(out(uint(8)), out(uint(8)));
        final Pair pair = out(new Pair(4));
        final UInt delayed = out(wire(uint(8)));

        class Stage extends HwArea {
            final UInt held = regNext(plain);
            final UInt second = part("2", regNext(held));
            final UInt last = whole(regNext(second));
        }

        final Stage stage = new Stage();

        Named() {
            for (UInt output : List.of(array[0], array[1], bySide.get(Side.LEFT), maybe.orElseThrow())) {
                assign(output, stage.held);
            }
            grid.forEach(row -> row.forEach(output -> assign(output, plain)));
            assign(couple.first(), named("sum", add(plain, 1)));
            assign(couple.second(), stage.last);
            assign(pair.low, slice(plain, 3, 0));
            assign(pair.flag, msb(plain));
            assign(delayed, delay("plain_late", plain, 2));
        }
    }

    /** Memories, a table, a stream, a state register. */
    static class Store extends HwModule {
        enum Phase {
            IDLE,
            RUN
        }

        final HwStream<Bits> source = slave(stream(() -> bits(16)));
        final HwStream<Pair> result = master(stream(() -> new Pair(8)));
        final UInt address = in(uint(6));
        final Bits word;
        final SInt entry;
        final UInt shifted = out(wire(uint(16)));
        final HwState<Phase> phase = state(Phase.IDLE);
        final HwMemory<Bits> ram = memory(() -> bits(16), 64).style(HwMemory.Style.BLOCK);
        private final HwMemory<SInt> table = rom(() -> sint(8), new int[] {-128, 0, 1, 127});
        private final Bool full = reg(bool(), false);
        private final Pair held = simPublic(reg(new Pair(8)));

        Store() {
            ram.write(source.fire(), address, source.payload);
            word = out(ram.read(address, phase.is(Phase.RUN)));
            entry = out(table.readAsync(slice(address, 1, 0)));
            assign(shifted, shr(asUInt(source.payload), slice(address, 3, 0)));
            assign(source.ready, not(full));
            when(source.fire(), () -> {
                assign(full, true);
                assign(held.low, asUInt(slice(source.payload, 7, 0)));
                assign(held.flag, xorReduce(source.payload));
            });
            when(result.fire(), () -> assign(full, false));
            assign(result.valid, full);
            assign(result.payload, held);
            phase.select()
                    .is(Phase.IDLE, () -> when(source.valid, () -> phase.go(Phase.RUN)))
                    .is(Phase.RUN, () -> when(not(source.valid), () -> phase.go(Phase.IDLE)));
        }
    }
}
