// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.cell.StreamRegister;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.memory.MemoryShape;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupReadPort;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.port.SemaphorePort;
import spinal.core.Bits;
import spinal.core.Bool;

/**
 * NORM: LayerNorm of token rows in integers (numeric contract §3, architecture §3.2).
 *
 * <p>A command reads the rows {@code firstRow … firstRow + rows − 1}, tile by
 * tile, each once: word w of row t from bank t mod T, address {@code rBase + (t div T)·rStride + w}. The row's statistics are
 * gathered while its scaled words wait in a buffer; then it is normalised and written to bank (t + rotation) mod T, {@code dBase + (t div T)·dStride + w}, while
 * the rows behind it are read. {@code channels} is D, the number of channels that count in the statistics' normalisation; channels beyond it, up to
 * the end of the last word, must be zero in the stream and in the parameters.
 *
 * <p>Throughput: one word per cycle, across rows, tiles and commands, if {@code stream} and {@code write} are not refused. Latency of a row from its last word read to
 * its first word offered: {@link #latency}.
 *
 * <p>It does not read the stream ahead of a tile's token, and never writes rows outside the range.
 */
public final class LayerNormUnit extends HwModule {
    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    public final GroupReadPort stream;
    public final ReadPort parameters;
    public final HwStream<GroupWrite> write;
    public final Bool busy = out(bool());
    public final Bool stall = out(bool());
    private final Bool tapValid = simPublic(reg(bool(), false));
    private final Bits tapData;

    private final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final RowReader reader;
    private final StatisticsPass statistics;
    private final RowNormaliser normaliser;
    /** The way into the buffer's banks is long. */
    private final StreamRegister<NormWord> offered;

    private final RowBuffer buffer;
    private final Fifo<NormRow> rows;
    private final CreditCounter rowsInFlight = CreditCounter.left(NormShape.ROWS_IN_FLIGHT);
    private final Fifo<ScaleFactors> scales = inst(new Fifo<>(ScaleFactors::new, NormShape.ROWS_IN_FLIGHT));

    /** Cycles from the last word of a row read to its first word offered. */
    public static int latency(int word) {
        int scaled = ReadPort.LATENCY + RowStatistics.latency(word) + RowScale.LATENCY;
        return scaled
                + NormPipe.LATENCY
                + 4; // through the queue of scales, into the pipe, through that of results and the register behind it
    }

    /** The memory between the two passes. */
    public static MemoryShape rowBuffer(int tokenTile, int word, int maxDim) {
        return new NormShape(tokenTile, word, maxDim).rowBuffer();
    }

    /** For T = {@code tokenTile}, W = {@code word} and rows of up to {@code maxDim} channels. */
    public LayerNormUnit(int tokenTile, int word, int maxDim) {
        NormShape shape = new NormShape(tokenTile, word, maxDim);
        stream = master(new GroupReadPort(1, tokenTile, BlockWord.STREAM.bits(word)));
        parameters = master(new ReadPort(NormPipe.PARAMETER_BANKS, 8 * word));
        write = master(stream(() -> new GroupWrite(1, tokenTile, 8 * word)));
        tapData = simPublic(reg(bits(8 * word)));
        reader = inst(new RowReader(shape));
        statistics = inst(new StatisticsPass(shape));
        buffer = inst(new RowBuffer(shape.rowBuffer()));
        normaliser = inst(new RowNormaliser(shape));
        offered = inst(new StreamRegister<>(() -> new NormWord(shape)));
        rows = inst(new Fifo<>(() -> new NormRow(shape), NormShape.ROWS_IN_FLIGHT));

        command.to(frontEnd.command);
        frontEnd.semaphore.to(semaphore);
        frontEnd.start.to(reader.start);
        assign(frontEnd.tiles, reader.tiles);
        assign(frontEnd.tileTake, reader.tileTake);
        assign(reader.tileReady, frontEnd.tileReady);
        Bool taken = fetch();
        gather(taken);
        normalise();
        deliver();
        assign(busy, or(taken, statistics.moving, normaliser.moving, tapValid, parameters.enable));
        assign(stall, and(frontEnd.occupied, not(busy)));
    }

    /** Reads the stream; returns whether a word of it is taken. */
    private Bool fetch() {
        assign(stream.valid, reader.ask);
        assign(stream.address, reader.address);
        assign(stream.group, reader.bank);
        assign(reader.grant, stream.ready);
        assign(reader.wordRoom, buffer.room);
        // Of the queue's two pointers it would be known later. There is a place for each row in flight, so the queue
        // never refuses.
        Bool rowDone = named("rowDone", regNext(rows.pop.fire(), false));
        rowsInFlight.count(reader.rowBegins, rowDone);
        assign(reader.rowRoom, rowsInFlight.room());
        assign(rows.push.valid, reader.rowBegins);
        assign(rows.push.payload, reader.row);
        return named("taken", and(stream.valid, stream.ready));
    }

    private void gather(Bool taken) {
        assign(statistics.taken, taken);
        assign(statistics.streamWord, stream.data.get(0));
        assign(statistics.first, reader.first);
        assign(statistics.last, reader.last);
        assign(statistics.channels, reader.row.channels);
        assign(buffer.reserve, taken);
        assign(buffer.written, statistics.scaledValid);
        assign(buffer.input, statistics.scaled);
        // There is a place for each row in flight, so the queue never refuses.
        assign(scales.push.valid, statistics.scaleValid);
        assign(scales.push.payload, statistics.scale);
    }

    private void normalise() {
        rows.pop.to(normaliser.rows);
        scales.pop.to(normaliser.scales);
        assign(buffer.read, normaliser.take);
        assign(normaliser.values, buffer.output);
        assign(parameters.enable, normaliser.parametersRead);
        assign(parameters.address, normaliser.parametersAddress);
        for (int bank = 0; bank < NormPipe.PARAMETER_BANKS; bank++) {
            assign(normaliser.parameters.get(bank), parameters.data.get(bank));
        }
    }

    private void deliver() {
        normaliser.results.to(offered.push);
        NormWord result = offered.pop.payload;
        assign(write.valid, offered.pop.valid);
        assign(write.payload, result.write);
        assign(offered.pop.ready, write.ready);
        // Whether the buffer takes a word is known late.
        assign(tapValid, write.fire());
        assign(tapData, result.write.data.get(0));
        assign(frontEnd.tileDone, named("tileDone", regNext(and(write.fire(), result.endsTile), false)));
        assign(frontEnd.commandDone, named("commandDone", regNext(and(write.fire(), result.endsCommand), false)));
    }
}
