// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.function.Supplier;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bool;
import spinal.core.Data;

/**
 * A register that holds the next word of a stream, so that its receiver's paths begin at flip-flops: a word pushed in one cycle can be
 * popped in the next, one a cycle. {@code ready} goes through; where that is long too, {@link SkidBuffer} ends it.
 */
public final class StreamRegister<T extends Data> extends HwModule {
    /** Cycles from a word's push to its pop, if it is taken at once. */
    public static final int LATENCY = 1;

    public final HwStream<T> push;
    public final HwStream<T> pop;
    private final Bool held = reg(bool(), false);
    private final T word;

    public StreamRegister(Supplier<T> type) {
        push = slave(stream(type));
        pop = master(stream(type));
        word = reg(type.get());
        assign(push.ready, or(not(held), pop.ready));
        when(push.ready, () -> {
            assign(held, push.valid);
            assign(word, push.payload);
        });
        assign(pop.valid, held);
        assign(pop.payload, word);
    }
}
