// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.bus.Burst;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Cuts transfers into AXI4 bursts of at most {@code maxBeats} that never cross a 4 KiB boundary. One burst every second
 * cycle; the next transfer is accepted in the cycle after the last burst of the one before was made. An empty transfer makes no burst. With {@code hold}
 * none is made; one that is offered already stays. The first of a transfer can be held up to the second cycle after it was accepted.
 */
public final class BurstSplitter extends HwModule {
    /** Cycles from the acceptance of a transfer, or of a burst, until the next burst has its length. */
    public static final int SIZE_CYCLES = 2;

    /** Cycles from the making of a transfer's last burst until the next transfer can be accepted. */
    public static final int NEXT_CYCLES = 1;

    private static final int BOUNDARY_BITS = 12;
    /** No burst goes beyond a multiple of this (AXI). */
    public static final int PAGE_BYTES = 1 << BOUNDARY_BITS;

    private static final int ROOM_BITS = 9;

    public final HwStream<Transfer> transfer;
    public final HwStream<Burst> burst;
    public final Bool hold = in(bool());
    private final UInt address;
    private final UInt remaining = reg(uint(Transfer.WORD_COUNT_BITS), 0);
    /** Nothing remains: a register, since whether a burst can leave is known late. */
    private final Bool vacant = reg(bool(), true);
    /** Beats that the boundary and the limit allow; {@code sized} when they are those of {@code address}. */
    private final UInt room = reg(uint(ROOM_BITS));

    private final Bool sized = reg(bool(), false);
    private final Bool burstValid = reg(bool(), false);
    private final UInt burstAddress;
    private final UInt burstLength = reg(uint(8));

    public BurstSplitter(int addressBits, int wordBytes, int maxBeats) {
        check(maxBeats <= 256 && Integer.bitCount(maxBeats) == 1, "bursts of " + maxBeats + " beats are not allowed");
        transfer = slave(stream(() -> new Transfer(addressBits)));
        burst = master(stream(() -> new Burst(addressBits)));
        address = reg(uint(addressBits));
        burstAddress = reg(uint(addressBits));
        int wordShift = indexWidth(wordBytes);
        int pageWords = (1 << BOUNDARY_BITS) / wordBytes;
        UInt inPage = resize(slice(address, BOUNDARY_BITS - 1, wordShift), 10);
        UInt toBoundary = named("toBoundary", sub(uint(10, pageWords), inPage));
        when(and(not(vacant), not(sized)), () -> {
            assign(sized, true);
            assign(room, mux(lt(toBoundary, maxBeats), resize(toBoundary, ROOM_BITS), maxBeats));
        });
        Bool fits = named("fits", le(remaining, resize(room, Transfer.WORD_COUNT_BITS)));
        UInt beats = named("beats", mux(fits, resize(remaining, ROOM_BITS), room));
        Bool issue = named("issue", and(not(vacant), sized, not(hold), or(not(burstValid), burst.ready)));

        when(burst.ready, () -> assign(burstValid, false));
        when(issue, () -> {
            assign(burstValid, true);
            assign(burstAddress, address);
            assign(burstLength, resize(sub(beats, 1), 8));
            assign(address, add(address, resize(shl(room, wordShift), addressBits)));
            assign(remaining, mux(fits, 0, sub(remaining, resize(room, Transfer.WORD_COUNT_BITS))));
            assign(vacant, fits);
            assign(sized, false);
        });
        assign(transfer.ready, vacant);
        when(transfer.fire(), () -> {
            assign(address, transfer.payload.address);
            assign(remaining, transfer.payload.words);
            assign(vacant, eq(transfer.payload.words, 0));
            assign(sized, false);
        });
        assign(burst.valid, burstValid);
        assign(burst.payload.address, burstAddress);
        assign(burst.payload.length, burstLength);
    }
}
