// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal.design;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.cell.StreamHalt;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bits;
import spinal.core.Bool;

/** A stream that {@link StreamHalt} halts while a {@link CreditCounter} has no room, and that alone takes from it. */
public final class HaltedStream extends HwModule {
    private static final int BITS = 4;

    public final HwStream<Bits> source = slave(stream(() -> bits(BITS)));
    public final HwStream<Bits> sink = master(stream(() -> bits(BITS)));
    public final Bool returned = in(bool());
    private final CreditCounter passed;

    public HaltedStream(int capacity) {
        passed = CreditCounter.taken(capacity);
        StreamHalt.pass(source, passed.room(), sink, (word, sent) -> assign(sent, word));
        passed.count(sink::fire, () -> returned);
    }
}
