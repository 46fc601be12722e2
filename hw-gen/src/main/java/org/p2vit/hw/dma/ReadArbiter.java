// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.bus.Burst;
import org.p2vit.hw.bus.ReadBeat;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.cell.PriorityArbiter;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Shares the AXI4 read channels between two clients, the second first. Data come back in the order of the
 * addresses, so a queue of client indices sends them where they belong; the first index waits in a register, since the path
 * of a beat through a client and the buffer it writes starts here. With {@code halt} no new burst is accepted; {@code idle} is
 * true when none is on its way. A beat that comes with {@code halt} and {@code idle} was asked for before a reset; it is dropped.
 */
public final class ReadArbiter extends HwModule {
    /** Cycles from the arrival of a burst to its address on the bus. */
    public static final int ADDRESS_CYCLES = PriorityArbiter.LATENCY;

    private static final int MAX_OPEN = 16;

    public final List<HwStream<Burst>> bursts;
    public final List<HwStream<ReadBeat>> beats;
    public final HwStream<Burst> address;
    public final HwStream<ReadBeat> data;
    public final Bool halt = in(bool());
    public final Bool idle = out(bool());
    private final PriorityArbiter<Burst> granted = new PriorityArbiter<>();
    private final Bool owned = reg(bool(), false);
    private final UInt owner = reg(uint(1));
    private final Fifo<UInt> owners = inst(new Fifo<>(() -> uint(1), MAX_OPEN));

    public ReadArbiter(int addressBits, int dataBits) {
        bursts = list(2, i -> slave(stream(() -> new Burst(addressBits))));
        beats = list(2, i -> master(stream(() -> new ReadBeat(dataBits))));
        address = master(stream(() -> new Burst(addressBits)));
        data = slave(stream(() -> new ReadBeat(dataBits)));
        granted.share(bursts, address, Burst::to, List.of(not(halt), owners.push.ready));
        assign(owners.push.valid, granted.accept());
        assign(owners.push.payload, granted.winner());

        for (int i = 0; i < 2; i++) {
            assign(beats.get(i).valid, and(data.valid, owned, eq(owner, i)));
            assign(beats.get(i).payload.data, data.payload.data);
            assign(beats.get(i).payload.last, data.payload.last);
            assign(beats.get(i).payload.error, data.payload.error);
        }
        Bool taken = and(owned, mux(eq(owner, 1), beats.get(1).ready, beats.get(0).ready));
        assign(data.ready, or(taken, and(halt, idle)));
        assign(owners.pop.ready, or(not(owned), and(data.fire(), data.payload.last)));
        when(owners.pop.ready, () -> {
            assign(owned, owners.pop.valid);
            assign(owner, owners.pop.payload);
        });
        assign(idle, not(or(owned, owners.pop.valid)));
    }
}
