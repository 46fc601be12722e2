// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.function.BiConsumer;
import java.util.function.Supplier;
import spinal.core.Bool;
import spinal.core.Data;

/**
 * A handshake: {@code payload} moves in the cycles in which {@code valid} and {@code ready} are both true.
 *
 * <p>Contract: {@code valid} does not depend on {@code ready} of the same cycle; once true it stays, with the payload
 * unchanged, until the transfer. The master drives {@code valid} and {@code payload}, the slave {@code ready}.
 */
public final class HwStream<T extends Data> extends HwPort {
    @spinal.core.DontName
    private final Supplier<T> type;

    public final Bool valid;
    public final Bool ready;
    public final T payload;

    HwStream(Supplier<T> type) {
        this.type = type;
        this.valid = Types.bool();
        this.ready = Types.bool();
        this.payload = type.get();
    }

    @Override
    protected void asMaster() {
        Control.out(valid);
        Control.in(ready);
        Control.out(payload);
    }

    /** True in the cycle of a transfer. */
    public Bool fire() {
        return Logic.and(valid, ready);
    }

    /** True while the sender waits for the receiver. */
    public Bool stalled() {
        return Logic.and(valid, Logic.not(ready));
    }

    /** Feeds this stream to {@code sink}, which carries the same type. */
    public void to(HwStream<T> sink) {
        Control.assign(sink.valid, valid);
        Control.assign(sink.payload, payload);
        Control.assign(ready, sink.ready);
    }

    /** Feeds this stream to {@code sink}, which carries what {@code convert} assigns from the payload here to the one there. */
    public <U extends Data> void to(HwStream<U> sink, BiConsumer<T, U> convert) {
        Control.assign(sink.valid, valid);
        Control.assign(ready, sink.ready);
        convert.accept(payload, sink.payload);
    }

    /** The type carried. */
    public Supplier<T> type() {
        return type;
    }
}
