// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.ReadPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The data path of one row at a time through the three passes; R of them run in step. The logits of a row are kept until its
 * second pass, what that made of them from there to the third.
 */
final class SoftmaxPipe extends HwModule {
    private static final int LARGEST_DISTRIBUTED = 64;

    final Bool arriving = in(bool());
    final LogitPlace arrival;
    final Bits logits;

    final Bool read = in(bool());
    final LogitPlace readPlace;
    final UInt shift = in(uint(5));
    final Bool factorValid = out(bool());
    final Bits factor;

    final Bool codeRead = in(bool());
    final Bits codeFactor;
    /** Null, as {@code codeLastKey}, where codes need not know. */
    final Bool codeLast;

    final UInt codeLastKey;
    final Bits codes;

    private final RowMaximum rowMaximum;
    private final ExponentialRow exponentials;
    private final RowCodes coder;
    private final HwMemory<Bits> logitBuffer;
    private final HwMemory<Bits> keptQueue;
    private final UInt keptWrite;
    private final UInt keptRead;

    SoftmaxPipe(SoftmaxShape shape) {
        int word = shape.word();
        Coding coding = shape.coding();
        arrival = in(new LogitPlace(shape));
        logits = in(bits(8 * word));
        readPlace = in(new LogitPlace(shape));
        codeLast = coding.needsLastKey() ? in(bool()) : null;
        codeLastKey = coding.needsLastKey() ? in(uint(indexWidth(word))) : null;
        factor = out(bits(coding.factorBits));
        codeFactor = in(bits(coding.codeFactorBits));
        codes = out(bits(coding.codeBits * word));
        rowMaximum = inst(new RowMaximum(shape));
        exponentials = inst(new ExponentialRow(word, coding));
        coder = inst(coding.rowCodes(word));
        logitBuffer = stored(8 * word, shape.logitDepth());
        keptQueue = stored(coding.keptBits * word, shape.keptDepth());
        keptWrite = reg(uint(keptQueue.addressWidth()), 0);
        keptRead = reg(uint(keptQueue.addressWidth()), 0);

        arrive();
        exponentiate();
        encode();
    }

    private static HwMemory<Bits> stored(int width, int depth) {
        HwMemory.Style style = depth > LARGEST_DISTRIBUTED ? HwMemory.Style.BLOCK : HwMemory.Style.DISTRIBUTED;
        return memory(() -> bits(width), depth).style(style);
    }

    private void arrive() {
        logitBuffer.write(arriving, arrival.address(), logits);
        assign(rowMaximum.valid, arriving);
        assign(rowMaximum.logits, logits);
        assign(rowMaximum.slot, arrival.slot);
        assign(rowMaximum.rowGroup, arrival.group);
        assign(rowMaximum.first, arrival.first());
        assign(rowMaximum.last, arrival.last);
        assign(rowMaximum.lastKey, arrival.lastKey);
    }

    private void exponentiate() {
        Bool fetched = named("fetched", regNext(read, false));
        Bool fetchedLate = named("fetched_1", regNext(fetched, false));
        LogitPlace place = delay("readPlace", readPlace, 1);
        assign(rowMaximum.readSlot, place.slot);
        assign(rowMaximum.readGroup, place.group);
        Bits word = logitBuffer.read(readPlace.address(), read);
        assign(exponentials.logits, named("readLogits", regNextWhen(word, fetched)));
        assign(exponentials.maximum, named("readMaximum", regNextWhen(rowMaximum.maximum, fetched)));
        assign(exponentials.valid, fetchedLate);
        assign(exponentials.shift, delay("shift", shift, 2));
        assign(exponentials.first, delay("first", readPlace.first(), 2));
        assign(exponentials.last, delay("last", readPlace.last, 2));
        assign(exponentials.lastKey, delay("lastKey", readPlace.lastKey, 2));
        keptQueue.write(exponentials.keptValid, keptWrite, exponentials.kept);
        when(exponentials.keptValid, () -> assign(keptWrite, add(keptWrite, 1)));
        assign(factorValid, exponentials.factorValid);
        assign(factor, exponentials.factor);
    }

    private void encode() {
        Bool fetched = named("codeFetched", regNext(codeRead, false));
        when(codeRead, () -> assign(keptRead, add(keptRead, 1)));
        Bits word = keptQueue.read(keptRead, codeRead);
        assign(coder.valid, named("codeFetched_1", regNext(fetched, false)));
        assign(coder.kept, named("readKept", regNextWhen(word, fetched)));
        assign(coder.factor, delay("codeFactor", codeFactor, ReadPort.LATENCY));
        if (codeLast != null) {
            assign(coder.last, delay("codeLast", codeLast, ReadPort.LATENCY));
            assign(coder.lastKey, delay("codeLastKey", codeLastKey, ReadPort.LATENCY));
        }
        assign(codes, coder.codes);
    }
}
