// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.bus.Burst;
import org.p2vit.hw.bus.ReadBeat;
import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.cell.SkidBuffer;
import org.p2vit.hw.cell.StreamHalt;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.SemaphorePort;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.Region;
import org.p2vit.hw.program.TransferFields;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * LOAD (architecture §3): moves words from DRAM into a buffer, word i to bank (first + i) mod banks.
 *
 * <p>Addresses run ahead of data by up to {@code maxOutstanding} bursts and across commands, so back-to-back commands keep
 * the read channel full: one word per cycle. {@code fault} is high while a beat with an error response is offered. A command that
 * leaves its region reads nothing and never completes; {@code outside} is then high.
 */
public final class LoadUnit extends HwModule {
    /** Beats per burst: long enough to hide the address channel, short enough to let program fetches in. */
    public static final int MAX_BEATS = 64;
    /** Cycles from the last beat of a burst until another may leave in its place. */
    public static final int CREDIT_CYCLES = 2;
    /** Cycles from the write of a command's last word to its completion. */
    public static final int DONE_CYCLES = 1;

    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    /** DRAM bases of the regions MODEL and INPUT, and their words. */
    public final List<UInt> regionBase;

    public final List<UInt> regionWords;
    /** Bytes from the input of an image to the next. */
    public final UInt stride = in(uint(32));

    public final HwStream<Burst> burst;
    public final HwStream<ReadBeat> beat;
    /** Writers of the destinations, in the order of their encoding. */
    public final List<HwStream<GroupWrite>> writes;

    public final Bool busy = out(bool());
    public final Bool stall = out(bool());
    public final Bool fault = out(bool());
    public final Bool outside = out(bool());
    private final int wordBytes;
    private final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final CreditCounter outstanding;
    private final Bool filling = reg(bool(), false);
    private final UInt destination = reg(uint(3));
    private final UInt address = reg(uint(16));
    private final UInt bank = reg(uint(5));
    private final UInt remaining = reg(uint(Transfer.WORD_COUNT_BITS));

    /** A word with its place. */
    private static final class Placed extends HwBundle {
        /** One bit for each: who refuses it is known late. */
        public final Bits destinations;

        public final UInt address = uint(16);
        public final UInt bank = uint(5);
        /** Of its command. */
        public final Bool last = bool();

        public final Bits data;
        public final int destinationCount;
        public final int dataBits;

        private Placed(int destinationCount, int dataBits) {
            this.destinationCount = destinationCount;
            this.dataBits = dataBits;
            destinations = bits(destinationCount);
            data = bits(dataBits);
        }
    }

    /** What the data side has to know of a command. */
    private static final class Target extends HwBundle {
        public final UInt destination = uint(3);
        public final UInt address = uint(16);
        public final UInt bank = uint(5);
        public final UInt words = uint(Transfer.WORD_COUNT_BITS);
    }

    /**
     * @param destinationBanks banks of each destination, in the order of their encoding
     */
    public LoadUnit(int addressBits, int wordBytes, int maxOutstanding, List<Integer> destinationBanks) {
        this.wordBytes = wordBytes;
        regionBase = list(2, i -> in(uint(addressBits)));
        regionWords = list(2, i -> in(uint(addressBits - indexWidth(wordBytes))));
        burst = master(stream(() -> new Burst(addressBits)));
        beat = slave(stream(() -> new ReadBeat(8 * wordBytes)));
        writes = list(
                destinationBanks.size(),
                i -> master(stream(() -> new GroupWrite(1, destinationBanks.get(i), 8 * wordBytes))));
        outstanding = CreditCounter.taken(maxOutstanding);
        command.to(frontEnd.command);
        frontEnd.semaphore.to(semaphore);
        frontEnd.untiled();
        Fifo<Target> targets = named("targets", inst(new Fifo<>(Target::new, CommandFrontEnd.IN_FLIGHT)));
        BurstSplitter splitter = named("splitter", inst(new BurstSplitter(addressBits, wordBytes, MAX_BEATS)));
        accept(targets, splitter);
        limitOutstanding(splitter);
        fill(targets, destinationBanks);
    }

    /** A command goes to the address side and the data side at once. */
    private void accept(Fifo<Target> targets, BurstSplitter splitter) {
        CommandWord next = frontEnd.start.payload;
        Bool both = named("both", and(splitter.transfer.ready, targets.push.ready));
        assign(frontEnd.start.ready, both);
        assign(splitter.transfer.valid, and(frontEnd.start.valid, targets.push.ready));
        assign(targets.push.valid, and(frontEnd.start.valid, splitter.transfer.ready));
        MovingBase input = named("inputBase", inst(new MovingBase(width(regionBase.get(0)), wordBytes)));
        assign(input.start, regionBase.get(Region.INPUT.code()));
        assign(input.words, regionWords.get(Region.INPUT.code()));
        assign(input.stride, stride);
        assign(input.advance, and(frontEnd.start.fire(), next.has(LoadCommand.ADVANCE)));
        Bool ofInput = named("ofInput", eq(next.get(TransferFields.REGION), Region.INPUT.code()));
        splitter.transfer.payload.of(next, mux(ofInput, input.base, regionBase.get(0)));
        RegionGuard guard = named("guard", inst(new RegionGuard(width(input.left), wordBytes)));
        guard.watch(frontEnd.start.fire(), next, mux(ofInput, input.left, regionWords.get(0)));
        assign(splitter.hold, guard.outside);
        assign(outside, guard.outside);
        assign(targets.push.payload.destination, next.get(LoadCommand.DESTINATION.field()));
        assign(targets.push.payload.address, next.get(TransferFields.ADDRESS));
        assign(targets.push.payload.bank, next.get(LoadCommand.FIRST_BANK));
        assign(targets.push.payload.words, next.get(TransferFields.WORDS));
    }

    private void limitOutstanding(BurstSplitter splitter) {
        Bool room = named("room", outstanding.room());
        StreamHalt.pass(splitter.burst, room, burst, Burst::to);
        // A cycle late, so that the path of a buffer's grant need not count.
        Bool finished = named("finished", regNext(and(beat.fire(), beat.payload.last), false));
        outstanding.count(burst::fire, () -> finished);
    }

    private void fill(Fifo<Target> targets, List<Integer> destinationBanks) {
        // A buffer's refusal reaches the words that wait here, not the counters before them, the channel and its
        // owners.
        SkidBuffer<Placed> placed =
                named("placed", inst(new SkidBuffer<>(() -> new Placed(writes.size(), 8 * wordBytes))));
        assign(placed.push.valid, and(beat.valid, filling));
        assign(placed.push.payload.destinations, pack(list(writes.size(), d -> asBits(eq(destination, d)))));
        assign(placed.push.payload.address, address);
        assign(placed.push.payload.bank, bank);
        assign(placed.push.payload.last, eq(remaining, 1));
        assign(placed.push.payload.data, beat.payload.data);
        assign(beat.ready, and(filling, placed.push.ready));
        write(placed.pop);
        Bool wrap = bool(false);
        for (int d = 0; d < writes.size(); d++) {
            wrap = or(wrap, and(eq(destination, d), eq(bank, destinationBanks.get(d) - 1)));
        }
        Bool wraps = named("wraps", wrap);
        Bool last = named("last", and(beat.fire(), eq(remaining, 1)));
        when(beat.fire(), () -> {
            assign(remaining, sub(remaining, 1));
            assign(bank, add(bank, 1));
            when(wraps, () -> {
                assign(bank, 0);
                assign(address, add(address, 1));
            });
        });
        assign(targets.pop.ready, or(not(filling), last));
        when(targets.pop.ready, () -> assign(filling, targets.pop.valid));
        when(targets.pop.fire(), () -> {
            Target next = targets.pop.payload;
            assign(destination, next.destination);
            assign(address, next.address);
            assign(bank, next.bank);
            assign(remaining, next.words);
        });
        assign(fault, and(beat.valid, beat.payload.error));
    }

    private void write(HwStream<Placed> placed) {
        Bool ready = bool(false);
        for (int d = 0; d < writes.size(); d++) {
            HwStream<GroupWrite> write = writes.get(d);
            Bool mine = named("mine_" + d, bit(placed.payload.destinations, d));
            assign(write.valid, and(placed.valid, mine));
            assign(write.payload.address, placed.payload.address);
            assign(write.payload.group, resize(placed.payload.bank, width(write.payload.group)));
            assign(write.payload.mask, 1);
            assign(write.payload.data.get(0), placed.payload.data);
            ready = or(ready, and(mine, write.ready));
        }
        assign(placed.ready, ready);
        assign(frontEnd.commandDone, named("done", regNext(and(placed.fire(), placed.payload.last), false)));
        assign(busy, placed.fire());
        assign(stall, and(frontEnd.occupied, not(placed.fire())));
    }
}
