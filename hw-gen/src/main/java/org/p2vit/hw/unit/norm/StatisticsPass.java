// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.ReadPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The first pass over a row: keeps the factors of the command's channels, scales the words of the rows, and makes each row's scale. {@code
 * code} comes {@link ReadPort#LATENCY} cycles after {@code taken}, {@code factorBytes} as many after {@code factorTaken}.
 */
final class StatisticsPass extends HwModule {
    private static final int FACTOR_BITS = 3;

    /** Factors of word {@code word} are on their way. */
    final Bool factorTaken = in(bool());

    final Bits factorBytes;
    /** A row's word {@code word} is on its way. */
    final Bool taken = in(bool());

    final Bits code;
    final UInt word;
    final Bool first = in(bool());
    final Bool last = in(bool());
    final UInt channels = in(uint(RowScale.CHANNEL_BITS));

    final Bool scaledValid = out(bool());
    final Bits scaled;
    final Bool scaleValid = out(bool());
    final ScaleFactors scale = out(new ScaleFactors());
    final Bool moving = out(bool());

    private final HwMemory<Bits> factors;
    private final RowStatistics statistics;
    private final RowScale rowScale = inst(new RowScale());

    StatisticsPass(NormShape shape) {
        int lanes = shape.word();
        factorBytes = in(bits(8 * lanes));
        code = in(bits(ArrayConfig.STREAM_BITS * lanes));
        word = in(uint(shape.wordBits()));
        scaled = out(bits(RowStatistics.SCALED_BITS * lanes));
        int depth = 1 << shape.wordBits();
        factors = memory(() -> bits(FACTOR_BITS * lanes), depth).style(NormShape.style(depth));
        statistics = inst(new RowStatistics(lanes));

        int arrival = ReadPort.LATENCY;
        UInt wordLate = delay("word", word, arrival);
        Bits arrived = pack(list(lanes, lane -> slice(word(factorBytes, lane, 8), FACTOR_BITS - 1, 0)));
        factors.write(delay("factorTaken", factorTaken, arrival, false), wordLate, arrived);

        ValidPipeline arriving = named("taken", new ValidPipeline(taken, arrival + 1));
        assign(statistics.valid, arriving.at(arrival + 1));
        assign(statistics.codes, named("heldCode", arriving.hold(code, arrival)));
        assign(statistics.factors, factors.read(wordLate, arriving.at(arrival)));
        assign(statistics.first, delay("first", first, arrival + 1));
        assign(statistics.last, delay("last", last, arrival + 1));
        assign(scaledValid, statistics.scaledValid);
        assign(scaled, statistics.scaled);

        assign(rowScale.start, statistics.rowValid);
        assign(rowScale.sum, statistics.sum);
        assign(rowScale.squares, statistics.squares);
        assign(rowScale.channels, delay("channels", channels, arrival + 1 + RowStatistics.latency(lanes)));
        assign(scaleValid, rowScale.valid);
        assign(scale, rowScale.factors);
        assign(moving, or(arriving.at(arrival), arriving.at(arrival + 1), statistics.moving, rowScale.moving));
    }
}
