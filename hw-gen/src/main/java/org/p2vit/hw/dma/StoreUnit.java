// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.bus.Burst;
import org.p2vit.hw.bus.WriteBeat;
import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.cell.StreamHalt;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupReadPort;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.port.SemaphorePort;
import org.p2vit.hw.program.StoreCommand;
import org.p2vit.hw.program.TransferFields;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * STORE (architecture §3): writes words of the OUT buffer to DRAM; word i comes from bank i mod banks.
 *
 * <p>A command completes with the response of its last burst. {@code fault} is high while an error response arrives. With
 * {@code halt} no command begins; one that has begun completes. A command that leaves OUTPUT writes nothing and never completes;
 * {@code outside} is then high.
 */
public final class StoreUnit extends HwModule {
    /** Cycles from a word of OUT to its beat on the bus. */
    public static final int PATH_CYCLES = 4;

    private static final int MAX_BEATS = 64;
    private static final int MAX_OPEN_BURSTS = 8;
    private static final int BUFFERED = 8;

    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    /** DRAM base of the region OUTPUT, and its words. */
    public final UInt base;

    public final UInt regionWords;
    /** Bytes from the output of an image to the next. */
    public final UInt stride = in(uint(32));

    public final GroupReadPort source;
    public final HwStream<Burst> burst;
    public final HwStream<WriteBeat> beat;
    public final Bool halt = in(bool());
    public final Bool responseValid = in(bool());
    public final Bool responseError = in(bool());
    public final Bool busy = out(bool());
    public final Bool stall = out(bool());
    public final Bool fault = out(bool());
    public final Bool outside = out(bool());

    /** A command has begun, may write, and not all its bursts are answered. */
    public final Bool transferring = out(bool());

    /** The command that completes an image has completed. */
    public final Bool imageDone = out(bool());

    private final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final Bool active = reg(bool(), false);
    private final Bool completesImage = reg(bool());
    private final UInt toRead = reg(uint(Transfer.WORD_COUNT_BITS), 0);
    /** There is more to read. */
    private final Bool reading = reg(bool(), false);

    private final UInt readAddress = reg(uint(16));
    private final UInt readBank = reg(uint(2));
    private final CreditCounter credits = CreditCounter.left(BUFFERED);
    private final UInt unsent = reg(uint(Transfer.WORD_COUNT_BITS), 0);
    private final CreditCounter openBursts = CreditCounter.taken(MAX_OPEN_BURSTS);
    private final UInt beatsLeft = reg(uint(8), 0);
    private final Bool inBurst = reg(bool(), false);

    public StoreUnit(int addressBits, int wordBytes) {
        int banks = Integer.BYTES;
        base = in(uint(addressBits));
        regionWords = in(uint(addressBits - indexWidth(wordBytes)));
        source = master(new GroupReadPort(1, banks, 8 * wordBytes));
        burst = master(stream(() -> new Burst(addressBits)));
        beat = master(stream(() -> new WriteBeat(8 * wordBytes)));
        command.to(frontEnd.command);
        frontEnd.semaphore.to(semaphore);
        frontEnd.untiled();

        BurstSplitter splitter = named("splitter", inst(new BurstSplitter(addressBits, wordBytes, MAX_BEATS)));
        Fifo<UInt> lengths = named("lengths", inst(new Fifo<>(() -> uint(8), 4)));
        Fifo<Bits> words = named("words", inst(new Fifo<>(() -> bits(8 * wordBytes), BUFFERED)));
        CommandWord next = frontEnd.start.payload;
        Bool mayStart = named("mayStart", not(or(active, halt)));
        assign(splitter.transfer.valid, and(frontEnd.start.valid, mayStart));
        MovingBase output = named("outputBase", inst(new MovingBase(addressBits, wordBytes)));
        assign(output.start, base);
        assign(output.words, regionWords);
        assign(output.stride, stride);
        assign(output.advance, and(frontEnd.start.fire(), next.has(StoreCommand.ADVANCE)));
        splitter.transfer.payload.of(next, output.base);
        RegionGuard guard = named("guard", inst(new RegionGuard(width(output.left), wordBytes)));
        guard.watch(frontEnd.start.fire(), next, output.left);
        assign(splitter.hold, guard.outside);
        assign(outside, guard.outside);
        assign(frontEnd.start.ready, and(splitter.transfer.ready, mayStart));

        // Address phase: a burst is announced to the data phase as its address is accepted.
        Bool room = named("room", and(lengths.push.ready, openBursts.room()));
        StreamHalt.pass(splitter.burst, room, burst, Burst::to);
        assign(lengths.push.valid, burst.fire());
        assign(lengths.push.payload, splitter.burst.payload.length);

        // Read ahead: a word is read when the queue behind the buffer's latency has room for it.
        assign(source.valid, and(reading, credits.room()));
        Bool read = named("read", and(reading, credits.room(), source.ready));
        assign(source.address, readAddress);
        assign(source.group, readBank);
        assign(words.push.valid, delay("arriving", read, ReadPort.LATENCY, false));
        assign(words.push.payload, source.data.get(0));
        when(read, () -> {
            assign(toRead, sub(toRead, 1));
            assign(reading, ne(toRead, 1));
            assign(readBank, add(readBank, 1));
            when(eq(readBank, banks - 1), () -> assign(readAddress, add(readAddress, 1)));
        });
        credits.count(() -> read, words.pop::fire);

        // Data phase.
        Bool last = named("last", eq(beatsLeft, 0));
        assign(beat.valid, and(inBurst, words.pop.valid));
        assign(beat.payload.data, words.pop.payload);
        assign(beat.payload.last, last);
        assign(words.pop.ready, and(inBurst, beat.ready));
        when(beat.fire(), () -> assign(beatsLeft, sub(beatsLeft, 1)));
        assign(lengths.pop.ready, or(not(inBurst), and(beat.fire(), last)));
        when(lengths.pop.ready, () -> {
            assign(inBurst, lengths.pop.valid);
            assign(beatsLeft, lengths.pop.payload);
        });

        openBursts.count(burst::fire, () -> responseValid);
        Bool done = named("done", and(active, eq(unsent, 0), openBursts.none()));
        when(beat.fire(), () -> assign(unsent, sub(unsent, 1)));
        when(frontEnd.start.fire(), () -> {
            assign(active, true);
            assign(completesImage, next.has(StoreCommand.ADVANCE));
            assign(toRead, next.get(TransferFields.WORDS));
            assign(reading, ne(next.get(TransferFields.WORDS), 0));
            assign(unsent, next.get(TransferFields.WORDS));
            assign(readAddress, next.get(TransferFields.ADDRESS));
            assign(readBank, 0);
        });
        when(done, () -> assign(active, false));
        assign(imageDone, and(done, completesImage));
        assign(frontEnd.commandDone, done);
        assign(busy, beat.fire());
        assign(stall, and(frontEnd.occupied, not(beat.fire())));
        // Commands do not overlap: when one is refused, those before it are answered.
        assign(transferring, and(active, not(guard.outside)));
        assign(fault, and(responseValid, responseError));
    }
}
