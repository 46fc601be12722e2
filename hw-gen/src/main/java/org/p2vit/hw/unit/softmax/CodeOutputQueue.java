// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.cell.StreamRegister;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.Bool;

/**
 * Codes on their way to a buffer that can make them wait. The second pass, which cannot, takes a place here for each word that it
 * reads. A tile is done when its last word has been written.
 */
final class CodeOutputQueue extends HwModule {
    /** Cycles from codes to their being offered. */
    static final int LATENCY = 1 + StreamRegister.LATENCY;

    /** The words between a place taken and the same place free again, and some for when they wait. */
    private static final int DEPTH = 32;

    /** A place is taken; only while {@code room}. */
    final Bool take = in(bool());

    final Bool room = out(bool());
    final Bool valid = in(bool());
    final WrittenRows rows;
    final HwStream<GroupWrite> write;
    final Bool tileDone = out(bool());
    final Bool commandDone = out(bool());
    private final Fifo<WrittenRows> queue;
    /** The way into the buffer's banks is long. */
    private final StreamRegister<WrittenRows> head;

    private final CreditCounter taken = CreditCounter.taken(DEPTH);

    CodeOutputQueue(SoftmaxShape shape) {
        rows = in(new WrittenRows(shape));
        write = master(stream(shape::codeWrite));
        queue = inst(new Fifo<>(() -> new WrittenRows(shape), DEPTH));
        head = inst(new StreamRegister<>(() -> new WrittenRows(shape)));
        assign(room, taken.room());
        taken.count(() -> take, write::fire);
        assign(queue.push.valid, valid);
        assign(queue.push.payload, rows);
        queue.pop.to(head.push);
        assign(write.valid, head.pop.valid);
        assign(write.payload, head.pop.payload.codes);
        assign(head.pop.ready, write.ready);
        assign(tileDone, and(write.fire(), head.pop.payload.endsTile));
        assign(commandDone, and(write.fire(), head.pop.payload.endsCommand));
    }
}
