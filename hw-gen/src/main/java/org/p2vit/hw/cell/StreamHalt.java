// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.function.BiConsumer;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bool;
import spinal.core.Data;

/**
 * A stream that is halted while a condition does not hold: neither side sees the other then. Combinational, a word a cycle.
 *
 * <p>The sink's {@code valid} is the source's while {@code open}. So {@code open} must not depend on the sink's {@code ready} of the same cycle,
 * and once true it must stay until a word has passed, as {@link CreditCounter#room} does when this stream is all that takes: otherwise
 * a word is withdrawn that the sink has seen, against the contract of {@link HwStream}. Nothing is stored, so nothing overflows.
 */
public final class StreamHalt {
    private StreamHalt() {}

    /**
     * Feeds {@code source} to {@code sink} in the cycles with {@code open}.
     *
     * @param payload makes the sink's payload, its second argument, of the source's
     */
    public static <S extends Data, T extends Data> void pass(
            HwStream<S> source, Bool open, HwStream<T> sink, BiConsumer<S, T> payload) {
        assign(sink.valid, and(source.valid, open));
        payload.accept(source.payload, sink.payload);
        assign(source.ready, and(sink.ready, open));
    }
}
