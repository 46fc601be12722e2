// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.function.Supplier;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bool;
import spinal.core.Data;

/**
 * Two registers that end every path of a stream, those of {@code valid} and payload and that of {@code ready}: a word pushed in one cycle can be
 * popped in the next, one a cycle. The second register takes the word that comes in the cycle in which the receiver first says no.
 * Where only the way forward is long, {@link StreamRegister} does with half of it.
 */
public final class SkidBuffer<T extends Data> extends HwModule {
    /** Cycles from a word's push to its pop, if it is taken at once. */
    public static final int LATENCY = 1;

    public final HwStream<T> push;
    public final HwStream<T> pop;
    private final Bool held = reg(bool(), false);
    private final Bool spared = reg(bool(), false);
    private final T word;
    private final T spare;

    public SkidBuffer(Supplier<T> type) {
        push = slave(stream(type));
        pop = master(stream(type));
        word = reg(type.get());
        spare = reg(type.get());
        Bool moves = named("moves", or(not(held), pop.ready));
        assign(push.ready, not(spared));
        // While nothing is spared it may follow what is offered, taken or not: so the ready of the receiver enables
        // none of it.
        when(not(spared), () -> assign(spare, push.payload));
        when(moves, () -> {
            assign(held, or(spared, push.valid));
            assign(word, mux(spared, spare, push.payload));
        });
        assign(spared, and(not(moves), or(spared, push.valid)));
        assign(pop.valid, held);
        assign(pop.payload, word);
    }
}
