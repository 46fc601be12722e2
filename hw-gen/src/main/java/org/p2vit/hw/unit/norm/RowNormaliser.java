// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The second pass over a row: when its scale is there, its words go through the lanes, one per cycle, as long as the queue
 * of results has room for them.
 */
final class RowNormaliser extends HwModule {
    private static final int QUEUED_RESULTS = 32;

    final HwStream<NormRow> rows;
    final HwStream<ScaleFactors> scales = slave(stream(ScaleFactors::new));
    /** Takes the next word from the row buffer; it comes {@link NormPipe#VALUES_LATENCY} cycles later as {@code values}. */
    final Bool take = out(bool());

    final Bits values;
    final Bool parametersRead = out(bool());
    final UInt parametersAddress = out(uint(16));
    final List<Bits> parameters;
    final HwStream<NormWord> results;
    final Bool moving = out(bool());

    private final UInt word;
    private final CreditCounter promised = CreditCounter.taken(QUEUED_RESULTS);
    private final Fifo<NormWord> queue;
    private final NormPipe pipe;

    RowNormaliser(NormShape shape) {
        rows = slave(stream(() -> new NormRow(shape)));
        values = in(bits(RowStatistics.SCALED_BITS * shape.word()));
        parameters = list(NormPipe.PARAMETER_BANKS, bank -> in(bits(8 * shape.word())));
        results = master(stream(() -> new NormWord(shape)));
        word = reg(uint(shape.wordBits()), 0);
        queue = inst(new Fifo<>(() -> new NormWord(shape), QUEUED_RESULTS));
        pipe = inst(new NormPipe(shape.word()));
        queue.pop.to(results);

        NormRow row = rows.payload;
        Bool last = named("last", eq(word, row.lastWord));
        assign(take, and(rows.valid, scales.valid, promised.room()));
        when(take, () -> assign(word, mux(last, constantLike(word, 0), add(word, 1))));
        assign(rows.ready, and(take, last));
        assign(scales.ready, and(take, last));
        Bool left = named("left", regNext(results.fire(), false));
        promised.count(() -> take, () -> left);

        assign(pipe.valid, take);
        assign(pipe.factors, scales.payload);
        assign(pipe.channels, row.channels);
        assign(pipe.shift, row.shift);
        assign(pipe.parameterAddress, add(row.parameters, resize(word, 16)));
        assign(pipe.values, values);
        assign(parametersRead, pipe.parametersRead);
        assign(parametersAddress, pipe.parametersReadAddress);
        for (int bank = 0; bank < NormPipe.PARAMETER_BANKS; bank++) {
            assign(pipe.parameters.get(bank), parameters.get(bank));
        }

        NormWord result = queue.push.payload;
        assign(queue.push.valid, pipe.resultValid);
        UInt address = named("address", add(row.address, resize(word, 16)));
        assign(result.write.address, delay("resultAddress", address, NormPipe.LATENCY));
        assign(result.write.group, delay("resultBank", row.bank, NormPipe.LATENCY));
        assign(result.write.mask, 1);
        assign(result.write.data.get(0), pipe.result);
        assign(result.endsTile, delay("endsTile", and(last, row.endsTile), NormPipe.LATENCY));
        assign(result.endsCommand, delay("endsCommand", and(last, row.endsCommand), NormPipe.LATENCY));
        assign(moving, pipe.moving);
    }
}
