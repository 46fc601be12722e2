// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.register.RegisterMap;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * What a run fetches (architecture §3.4): the first part of the program once, then the part behind it for every further image.
 * {@code overrun} is high when all of it has been dispatched.
 */
public final class ProgramSequence extends HwModule {
    /** Cycles from start to the first transfer in the splitter. */
    public static final int START_CYCLES = 5;

    private static final int COUNT_BITS = RegisterMap.PROGRAM_COMMAND_BITS;

    public final Bool run = in(bool());
    /** Of the first part. */
    public final UInt address;

    public final UInt commands = in(uint(COUNT_BITS));
    public final UInt loopCommands = in(uint(COUNT_BITS));
    public final UInt images = in(uint(32));
    /** A command has been dispatched. */
    public final Bool dispatched = in(bool());

    public final HwStream<Transfer> transfer;
    public final Bool overrun = out(bool());
    private final Bool begun = reg(bool(), false);
    private final UInt left = reg(uint(32), 0);
    /** It is not 0. */
    private final Bool more = reg(bool(), false);

    /** Commands of accepted transfers that are not yet dispatched: those of two parts at most. */
    private final UInt pending = reg(uint(COUNT_BITS + 1), 0);

    public ProgramSequence(int addressBits, int wordBytes) {
        address = in(uint(addressBits));
        transfer = master(stream(() -> new Transfer(addressBits)));
        int commandShift = Integer.numberOfTrailingZeros(Command.BYTES);
        int wordShift = commandShift - Integer.numberOfTrailingZeros(wordBytes);
        UInt firstBytes = resize(shl(commands, commandShift), addressBits);
        UInt further = named("further", regNext(add(address, firstBytes)));
        UInt count = named("count", mux(begun, loopCommands, commands));
        assign(transfer.valid, and(run, or(not(begun), more)));
        assign(transfer.payload.address, mux(begun, further, address));
        assign(transfer.payload.words, resize(shl(count, wordShift), Transfer.WORD_COUNT_BITS));
        when(transfer.fire(), () -> {
            assign(begun, true);
            UInt before = mux(begun, left, images);
            assign(left, sub(before, 1));
            assign(more, ne(before, 1));
        });
        UInt taken = named("taken", mux(transfer.fire(), count, 0));
        UInt gone = named("gone", asUInt(asBits(dispatched)));
        assign(pending, sub(add(pending, resize(taken, COUNT_BITS + 1)), resize(gone, COUNT_BITS + 1)));
        assign(overrun, and(begun, not(more), eq(pending, 0)));
    }
}
