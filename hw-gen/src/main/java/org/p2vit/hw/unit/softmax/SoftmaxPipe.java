// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.memory.MemoryShape;
import org.p2vit.hw.port.ReadPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The data path of one row at a time; R of them run in step. The logits of a row are kept, and its maximum is found, until its
 * second pass reads them.
 */
abstract class SoftmaxPipe extends HwModule {
    /** Cycles from {@code read} to the word that the second pass works on. */
    static final int READ_LATENCY = ReadPort.LATENCY;

    final Bool arriving = in(bool());
    final LogitPlace arrival;
    final Bits logits;

    final Bool read = in(bool());
    final LogitPlace readPlace;
    final UInt shift = in(uint(5));
    final Bits codes;

    private final RowMaximum rowMaximum;
    private final HwMemory<Bits> logitBuffer;
    /** Begins with a read. */
    private final ValidPipeline fetched;

    private final Bits found;

    SoftmaxPipe(SoftmaxShape shape) {
        int word = shape.word();
        arrival = in(new LogitPlace(shape));
        logits = in(bits(8 * word));
        readPlace = in(new LogitPlace(shape));
        codes = out(bits(shape.codeBits() * word));
        rowMaximum = inst(new RowMaximum(shape));
        MemoryShape kept = shape.logitBuffer();
        logitBuffer = memory(() -> bits(kept.wordBits()), kept.depth()).style(kept.style());

        logitBuffer.write(arriving, arrival.address(), logits);
        assign(rowMaximum.valid, arriving);
        assign(rowMaximum.logits, logits);
        assign(rowMaximum.slot, arrival.slot);
        assign(rowMaximum.rowGroup, arrival.group);
        assign(rowMaximum.first, arrival.first());
        assign(rowMaximum.last, arrival.last);
        assign(rowMaximum.lastKey, arrival.lastKey);

        fetched = ValidPipeline.separate(read, 1);
        assign(rowMaximum.readSlot, delay("readSlot", readPlace.slot, 1));
        assign(rowMaximum.readGroup, delay("readGroup", readPlace.group, 1));
        found = logitBuffer.read(readPlace.address(), read);
    }

    /** Gives what is read to the second pass, and its codes to the port. */
    protected final void give(CodeRow row) {
        assign(row.valid, fetched.at(READ_LATENCY));
        assign(row.logits, named("readLogits", fetched.hold(found, 1)));
        assign(row.maximum, named("readMaximum", fetched.hold(rowMaximum.maximum, 1)));
        assign(row.last, delay("last", readPlace.last, READ_LATENCY));
        assign(row.lastKey, delay("lastKey", readPlace.lastKey, READ_LATENCY));
        assign(row.shift, delay("shift", shift, READ_LATENCY));
        assign(codes, row.codes);
    }
}
