// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.bus.Burst;
import org.p2vit.hw.bus.ReadBeat;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.cell.StreamHalt;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.Command;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Reads a program from DRAM, in order, ahead of its consumer. A burst is requested only when all of it can be buffered, so the shared
 * read channel is never held up. {@code fault} is high while a beat with an error response arrives.
 */
public final class ProgramFetch extends HwModule {
    /** Commands that are fetched ahead at most. */
    public static final int BUFFERED_COMMANDS = 16;
    /** Commands of a burst, unless a page or the program ends before. */
    public static final int BURST_COMMANDS = 4;

    public final HwStream<Transfer> program;
    public final HwStream<Burst> burst;
    public final HwStream<ReadBeat> beat;
    public final HwStream<CommandWord> command = master(stream(CommandWord::new));
    public final Bool fault = out(bool());
    private final UInt room;
    private final UInt part;
    private final List<Bits> parts = new ArrayList<>();

    /** {@code program} counts bus words, a whole number of commands. */
    public ProgramFetch(int addressBits, int wordBytes) {
        int wordsPerCommand = Command.BYTES / wordBytes;
        int dataBits = 8 * wordBytes;
        int burstWords = BURST_COMMANDS * wordsPerCommand;
        program = slave(stream(() -> new Transfer(addressBits)));
        burst = master(stream(() -> new Burst(addressBits)));
        beat = slave(stream(() -> new ReadBeat(dataBits)));
        room = reg(uint(8), BUFFERED_COMMANDS * wordsPerCommand);
        part = reg(uint(indexWidth(wordsPerCommand)), 0);
        BurstSplitter splitter = named("splitter", inst(new BurstSplitter(addressBits, wordBytes, burstWords)));
        Fifo<Bits> commands = named("commands", inst(new Fifo<>(() -> bits(8 * Command.BYTES), BUFFERED_COMMANDS)));
        program.to(splitter.transfer);
        assign(splitter.hold, false);

        UInt reserved = named("reserved", reg(uint(8), 0));
        // What was asked for counts a cycle late, and until then nothing more is.
        Bool enough = named("enough", and(ge(room, burstWords), eq(reserved, 0)));
        StreamHalt.pass(splitter.burst, enough, burst, Burst::to);
        assign(reserved, mux(burst.fire(), add(resize(splitter.burst.payload.length, 8), 1), 0));
        UInt released = named("released", mux(command.fire(), uint(8, wordsPerCommand), 0));
        assign(room, sub(add(room, released), reserved));

        for (int i = 0; i < wordsPerCommand - 1; i++) {
            Bool mine = and(beat.fire(), eq(part, i));
            parts.add(named("part_" + i, regNextWhen(beat.payload.data, mine)));
        }
        Bool whole = named("whole", eq(part, wordsPerCommand - 1));
        List<Bits> all = new ArrayList<>(parts);
        all.add(beat.payload.data);
        assign(commands.push.valid, and(beat.valid, whole));
        assign(commands.push.payload, pack(all));
        assign(beat.ready, or(not(whole), commands.push.ready));
        when(beat.fire(), () -> assign(part, mux(whole, 0, add(part, 1))));
        assign(command.valid, commands.pop.valid);
        assign(command.payload.words, commands.pop.payload);
        assign(commands.pop.ready, command.ready);
        assign(fault, and(beat.fire(), beat.payload.error));
    }
}
