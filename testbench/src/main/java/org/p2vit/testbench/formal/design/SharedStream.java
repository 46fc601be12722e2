// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal.design;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.PriorityArbiter;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** A {@link PriorityArbiter} among clients, which grants while {@code allowed}. */
public final class SharedStream extends HwModule {
    private static final int BITS = 4;

    public final List<HwStream<Bits>> clients;
    public final HwStream<Bits> receiver = master(stream(() -> bits(BITS)));
    public final Bool allowed = in(bool());
    public final Bool accept = out(bool());
    public final UInt winner;
    private final PriorityArbiter<Bits> granted = new PriorityArbiter<>();

    public SharedStream(int count) {
        clients = list(count, i -> slave(stream(() -> bits(BITS))));
        winner = out(uint(indexWidth(count)));
        granted.share(clients, receiver, (word, sent) -> assign(sent, word), List.of(allowed));
        assign(accept, granted.accept());
        assign(winner, granted.winner());
    }
}
