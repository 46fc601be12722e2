// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.hw.port.ReadPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The first pass over a row: scales its words by their exponents and makes the row's scale. {@code streamWord} comes {@link ReadPort#LATENCY} cycles
 * after {@code taken}.
 */
final class StatisticsPass extends HwModule {
    /** A word of a row is on its way. */
    final Bool taken = in(bool());

    final Bits streamWord;
    final Bool first = in(bool());
    final Bool last = in(bool());
    final UInt channels = in(uint(RowScale.CHANNEL_BITS));

    final Bool scaledValid = out(bool());
    final Bits scaled;
    final Bool scaleValid = out(bool());
    final ScaleFactors scale = out(new ScaleFactors());
    final Bool moving = out(bool());

    private final RowStatistics statistics;
    private final RowScale rowScale = inst(new RowScale());

    StatisticsPass(NormShape shape) {
        int lanes = shape.word();
        streamWord = in(bits(BlockWord.STREAM.bits(lanes)));
        scaled = out(bits(RowStatistics.SCALED_BITS * lanes));
        statistics = inst(new RowStatistics(lanes));

        int arrival = ReadPort.LATENCY;
        ValidPipeline arriving = named("taken", new ValidPipeline(taken, arrival));
        assign(statistics.soon, arriving.at(arrival));
        assign(statistics.streamWord, named("heldWord", arriving.hold(streamWord, arrival)));
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
        assign(moving, or(arriving.at(arrival), statistics.moving, rowScale.moving));
    }
}
