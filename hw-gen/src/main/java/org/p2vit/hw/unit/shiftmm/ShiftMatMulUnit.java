// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.port.SemaphorePort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * SHIFTMM: attention times values with logarithmic weights, by shifts and additions (numeric contract §5.2, architecture §3.2).
 *
 * <p>A command is the loop: for tile, for head word d, for key tile kt. A step reads T value words (the keys kt·T … kt·T+T−1, bank
 * = key mod T) at {@code vBase + kt·vStride + d} and the T code words of the tile (bank = row) at {@code cBase + tile·cStride + kt·T div W}, and adds T·T·W
 * shifted values. After the last key tile the W channels of each row inside the command are divided by the sum of the row's weights, rounded, saturated and written to {@code
 * dBase + tile·dStride + d}, bank = row. Keys beyond {@code keys} in the last key tile must carry code 15; their values do
 * not matter.
 *
 * <p>Throughput: one step per cycle, also across head words and tiles; 1–3 cycles between commands. The results of a head word
 * leave at one row per cycle while the next accumulates, so a head word takes max(key tiles, rows of the tile) cycles; when {@code write} is
 * refused for long the steps wait. Latency from the last step to the first word offered: {@link #latency}.
 *
 * <p>It does not check that codes and values are there: the tile's token and the command's start tokens say so. {@code codes} and
 * {@code values} are read in every step even where a code is 15.
 */
public final class ShiftMatMulUnit extends HwModule {
    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    public final ReadPort values;
    public final ReadPort codes;
    public final HwStream<GroupWrite> write;
    public final Bool busy = out(bool());
    public final Bool stall = out(bool());
    private final Bool tapValid = simPublic(reg(bool(), false));
    private final Bits tapData;

    private final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final ShiftSequencer sequencer;
    private final ResultDrain drain;
    private final List<ShiftRow> rows = new ArrayList<>();

    /** Cycles from the last step of a head word to its first word offered. */
    public static int latency(int tokenTile) {
        int summed = ReadPort.LATENCY + 1 + ShiftLane.stages(tokenTile);
        return summed + 1 + ResultDrain.LATENCY + 1; // set aside, and through the queue
    }

    /** For T = {@code tokenTile} and W = {@code word}; T is a power of two, 2 or more, that divides W. */
    public ShiftMatMulUnit(int tokenTile, int word) {
        check(
                tokenTile >= 2 && Integer.bitCount(tokenTile) == 1 && word % tokenTile == 0,
                "token tile " + tokenTile + " must be a power of two above 1 that divides the word " + word);
        values = master(new ReadPort(tokenTile, 8 * word));
        codes = master(new ReadPort(tokenTile, 4 * word));
        write = master(stream(() -> new GroupWrite(1, tokenTile, 8 * word)));
        tapData = simPublic(reg(bits(8 * word)));
        sequencer = inst(new ShiftSequencer(tokenTile, word));
        drain = inst(new ResultDrain(tokenTile, word));

        command.to(frontEnd.command);
        frontEnd.semaphore.to(semaphore);
        frontEnd.start.to(sequencer.start);
        assign(frontEnd.tiles, sequencer.tiles);
        assign(frontEnd.tileTake, sequencer.tileTake);
        assign(sequencer.tileReady, frontEnd.tileReady);
        assign(sequencer.room, drain.room);
        assign(values.enable, sequencer.step);
        assign(values.address, sequencer.valueAddress);
        assign(codes.enable, sequencer.step);
        assign(codes.address, sequencer.codeAddress);

        Bool accumulating = accumulate(tokenTile, word);
        deliver();
        assign(busy, or(accumulating, drain.moving, tapValid));
        assign(stall, and(frontEnd.occupied, not(busy)));
    }

    /** From the read ports to the drain; returns whether a step is under way. */
    private Bool accumulate(int tokenTile, int word) {
        int arrival = ReadPort.LATENCY;
        int finished = arrival + 1 + ShiftLane.stages(tokenTile);
        ValidPipeline stepping = named("stepping", new ValidPipeline(sequencer.step, finished));
        Bool first = delay("first", sequencer.first, arrival + 1);
        Optional<UInt> slot = sequencer.keySlot.map(keySlot -> delay("keySlot", keySlot, arrival));
        List<Bits> operands =
                list(tokenTile, key -> named("operand_" + key, stepping.hold(values.data.get(key), arrival)));
        for (int token = 0; token < tokenTile; token++) {
            ShiftRow row = named("row_" + token, inst(new ShiftRow(tokenTile, word)));
            Bits code = codes.data.get(token);
            Bits chosen = slot.map(index -> muxByIndex(words(code, 4 * tokenTile), index))
                    .orElse(code);
            Bits held = named("codes_" + token, stepping.hold(chosen, arrival));
            assign(row.valid, stepping.at(arrival + 1));
            assign(row.first, first);
            for (int key = 0; key < tokenTile; key++) {
                assign(row.codes.get(key), asUInt(word(held, key, 4)));
                assign(row.values.get(key), operands.get(key));
            }
            for (int channel = 0; channel < word; channel++) {
                assign(drain.sums.get(token).get(channel), row.sums.get(channel));
            }
            assign(drain.weightSums.get(token), row.weightSum);
        }
        Bool reserve = named("reserve", and(sequencer.step, sequencer.last));
        assign(drain.reserve, reserve);
        assign(drain.reserveLastRow, sequencer.group.lastRow);
        assign(drain.capture, delay("capture", reserve, finished, false));
        assign(drain.group, delay("group", sequencer.group, finished));
        return stepping.moving();
    }

    private void deliver() {
        ResultWord result = drain.results.payload;
        assign(write.valid, drain.results.valid);
        assign(write.payload, result.write);
        assign(drain.results.ready, write.ready);
        // Whether the buffer takes a word is known late.
        assign(tapValid, write.fire());
        assign(tapData, result.write.data.get(0));
        assign(frontEnd.tileDone, named("tileDone", regNext(and(write.fire(), result.endsTile), false)));
        assign(frontEnd.commandDone, named("commandDone", regNext(and(write.fire(), result.endsCommand), false)));
    }
}
