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
 * second pass, its distances from there to the third.
 */
final class SoftmaxPipe extends HwModule {
    /** Cycles from {@code codeRead} to {@code codes}. */
    static final int CODE_LATENCY = ReadPort.LATENCY + CodeRow.LATENCY;

    private static final int LARGEST_DISTRIBUTED = 64;

    final Bool arriving = in(bool());
    final LogitPlace arrival;
    final Bits logits;

    final Bool read = in(bool());
    final LogitPlace readPlace;
    final UInt shift = in(uint(5));
    final Bool logarithmValid = out(bool());
    final UInt logarithm = out(uint(RowLogarithm.RESULT_BITS));

    final Bool codeRead = in(bool());
    final UInt codeLogarithm = in(uint(RowLogarithm.RESULT_BITS));
    final Bool codeLast = in(bool());
    final UInt codeLastKey;
    final Bits codes;

    private final RowMaximum rowMaximum;
    private final ExponentialRow exponentials;
    private final CodeRow coder;
    private final HwMemory<Bits> logitBuffer;
    private final HwMemory<Bits> distanceQueue;
    private final UInt distanceWrite;
    private final UInt distanceRead;

    SoftmaxPipe(SoftmaxShape shape) {
        int word = shape.word();
        arrival = in(new LogitPlace(shape));
        logits = in(bits(8 * word));
        readPlace = in(new LogitPlace(shape));
        codeLastKey = in(uint(indexWidth(word)));
        codes = out(bits(4 * word));
        rowMaximum = inst(new RowMaximum(shape));
        exponentials = inst(new ExponentialRow(word));
        coder = inst(new CodeRow(word));
        logitBuffer = stored(8 * word, shape.logitDepth());
        distanceQueue = stored(ExponentialLane.DISTANCE_BITS * word, shape.distanceDepth());
        distanceWrite = reg(uint(distanceQueue.addressWidth()), 0);
        distanceRead = reg(uint(distanceQueue.addressWidth()), 0);

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
        distanceQueue.write(exponentials.distancesValid, distanceWrite, exponentials.distances);
        when(exponentials.distancesValid, () -> assign(distanceWrite, add(distanceWrite, 1)));
        assign(logarithmValid, exponentials.logarithmValid);
        assign(logarithm, exponentials.logarithm);
    }

    private void encode() {
        Bool fetched = named("codeFetched", regNext(codeRead, false));
        when(codeRead, () -> assign(distanceRead, add(distanceRead, 1)));
        Bits word = distanceQueue.read(distanceRead, codeRead);
        assign(coder.valid, named("codeFetched_1", regNext(fetched, false)));
        assign(coder.distances, named("readDistances", regNextWhen(word, fetched)));
        assign(coder.logarithm, delay("codeLogarithm", codeLogarithm, ReadPort.LATENCY));
        assign(coder.last, delay("codeLast", codeLast, ReadPort.LATENCY));
        assign(coder.lastKey, delay("codeLastKey", codeLastKey, ReadPort.LATENCY));
        assign(codes, coder.codes);
    }
}
