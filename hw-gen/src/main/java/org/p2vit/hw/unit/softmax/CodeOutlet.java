// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Codes on their way to a buffer that can make them wait. The third pass, which cannot, takes a place here for each word before it
 * reads it. A tile is done when its last word has been written.
 */
final class CodeOutlet extends HwModule {
    /** Twice the words between a place taken and the same place free again. */
    private static final int DEPTH = 16;

    /** A place is taken; only while {@code room}. */
    final Bool take = in(bool());

    final Bool room = out(bool());
    final Bool valid = in(bool());
    final GroupWrite codes;
    final Bool endsTile = in(bool());
    final Bool endsCommand = in(bool());
    final HwStream<GroupWrite> write;
    final Bool tileDone = out(bool());
    final Bool commandDone = out(bool());
    private final Fifo<Entry> queue;
    private final UInt taken = reg(uint(indexWidth(DEPTH + 1)), 0);

    private static final class Entry extends HwBundle {
        final SoftmaxShape shape;
        final GroupWrite codes;
        final Bool endsTile = bool();
        final Bool endsCommand = bool();

        Entry(SoftmaxShape shape) {
            this.shape = shape;
            codes = shape.codeWrite();
        }
    }

    CodeOutlet(SoftmaxShape shape) {
        codes = in(shape.codeWrite());
        write = master(stream(shape::codeWrite));
        queue = inst(new Fifo<>(() -> new Entry(shape), DEPTH));
        assign(room, lt(taken, DEPTH));
        when(and(take, not(write.fire())), () -> assign(taken, add(taken, 1)));
        when(and(write.fire(), not(take)), () -> assign(taken, sub(taken, 1)));
        assign(queue.push.valid, valid);
        assign(queue.push.payload.codes, codes);
        assign(queue.push.payload.endsTile, endsTile);
        assign(queue.push.payload.endsCommand, endsCommand);
        assign(write.valid, queue.pop.valid);
        assign(write.payload, queue.pop.payload.codes);
        assign(queue.pop.ready, write.ready);
        assign(tileDone, and(write.fire(), queue.pop.payload.endsTile));
        assign(commandDone, and(write.fire(), queue.pop.payload.endsCommand));
    }
}
