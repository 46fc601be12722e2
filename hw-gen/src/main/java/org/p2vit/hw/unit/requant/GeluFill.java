// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Takes a GELU table from LOAD a word at a time and writes it to all lanes a byte at a time. It holds a whole table, so LOAD
 * is not slowed down by one. {@code idle} tells that everything taken has been written.
 */
final class GeluFill extends HwModule {
    /** Cycles from the first word of a table until every lane has all of it. */
    static final int CYCLES = GeluTable.SIZE + 2;

    public final HwStream<GroupWrite> load;
    public final Bool idle = out(bool());
    public final GeluWrite write = out(new GeluWrite());

    private final Bool writing = reg(bool(), false);
    private final UInt address = reg(uint(8));
    private final Bits data = reg(bits(8));
    private final Fifo<Entries> waiting;
    private final UInt position;

    /** W neighbouring entries. */
    private static final class Entries extends HwBundle {
        public final int word;
        public final UInt index;
        public final Bits codes;

        Entries(int word) {
            this.word = word;
            this.index = uint(indexWidth(GeluTable.SIZE / word));
            this.codes = bits(8 * word);
        }
    }

    GeluFill(int word) {
        load = slave(stream(() -> new GroupWrite(1, 1, 8 * word)));
        waiting = inst(new Fifo<>(() -> new Entries(word), GeluTable.SIZE / word));
        position = reg(uint(indexWidth(word)), 0);

        Entries pushed = waiting.push.payload;
        assign(waiting.push.valid, load.valid);
        assign(load.ready, waiting.push.ready);
        assign(pushed.index, resize(load.payload.address, width(pushed.index)));
        assign(pushed.codes, load.payload.data.get(0));

        Entries head = waiting.pop.payload;
        List<Bits> bytes = words(head.codes, 8);
        assign(waiting.pop.ready, eq(position, word - 1));
        assign(writing, waiting.pop.valid);
        when(waiting.pop.valid, () -> {
            assign(position, add(position, 1));
            assign(address, asUInt(cat(head.index, position)));
            assign(data, muxByIndex(bytes, position));
        });
        assign(write.enable, writing);
        assign(write.address, address);
        assign(write.data, data);
        assign(idle, not(or(waiting.pop.valid, writing)));
    }
}
