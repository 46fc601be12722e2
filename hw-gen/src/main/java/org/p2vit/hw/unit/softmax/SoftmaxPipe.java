// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.ReadPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * The data path of one row at a time; R of them run in step. The logits of a row are kept, and its maximum is found, until its
 * second pass reads them.
 */
abstract class SoftmaxPipe extends HwModule {
    /** Cycles from {@code read} to the word that subclasses work on. */
    static final int READ_LATENCY = ReadPort.LATENCY;

    private static final int LARGEST_DISTRIBUTED = 64;

    final Bool arriving = in(bool());
    final LogitPlace arrival;
    final Bits logits;

    final Bool read = in(bool());
    final LogitPlace readPlace;
    final UInt shift = in(uint(5));
    final Bits codes;

    protected final Bool wordValid;
    protected final Bits wordLogits;
    protected final SInt wordMaximum;
    protected final Bool wordLast;
    protected final UInt wordLastKey;
    protected final UInt wordShift;

    private final RowMaximum rowMaximum;
    private final HwMemory<Bits> logitBuffer;

    SoftmaxPipe(SoftmaxShape shape) {
        int word = shape.word();
        arrival = in(new LogitPlace(shape));
        logits = in(bits(8 * word));
        readPlace = in(new LogitPlace(shape));
        codes = out(bits(shape.codeBits() * word));
        rowMaximum = inst(new RowMaximum(shape));
        logitBuffer = stored(8 * word, shape.logitDepth());

        logitBuffer.write(arriving, arrival.address(), logits);
        assign(rowMaximum.valid, arriving);
        assign(rowMaximum.logits, logits);
        assign(rowMaximum.slot, arrival.slot);
        assign(rowMaximum.rowGroup, arrival.group);
        assign(rowMaximum.first, arrival.first());
        assign(rowMaximum.last, arrival.last);
        assign(rowMaximum.lastKey, arrival.lastKey);

        Bool fetched = named("fetched", regNext(read, false));
        assign(rowMaximum.readSlot, delay("readSlot", readPlace.slot, 1));
        assign(rowMaximum.readGroup, delay("readGroup", readPlace.group, 1));
        Bits found = logitBuffer.read(readPlace.address(), read);
        wordValid = named("fetched_1", regNext(fetched, false));
        wordLogits = named("readLogits", regNextWhen(found, fetched));
        wordMaximum = named("readMaximum", regNextWhen(rowMaximum.maximum, fetched));
        wordLast = delay("last", readPlace.last, READ_LATENCY);
        wordLastKey = delay("lastKey", readPlace.lastKey, READ_LATENCY);
        wordShift = delay("shift", shift, READ_LATENCY);
    }

    protected static HwMemory<Bits> stored(int width, int depth) {
        HwMemory.Style style = depth > LARGEST_DISTRIBUTED ? HwMemory.Style.BLOCK : HwMemory.Style.DISTRIBUTED;
        return memory(() -> bits(width), depth).style(style);
    }
}
