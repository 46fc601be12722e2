// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.function.BiConsumer;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.DontName;
import spinal.core.UInt;

/**
 * Shares a stream among clients, of which the last that asks goes first. What is granted waits in a register until the receiver takes it, so
 * that nobody who asks later changes it. Latency {@link #LATENCY}, a word a cycle, from different clients too.
 *
 * <p>An area, not a module: of the area {@code granted} the register is {@code granted}, its valid bit {@code granted_valid}. It is not fair: while a
 * later client asks in every cycle, one before it waits. It cannot overflow; a client is not ready unless the register takes its word.
 */
public final class PriorityArbiter<T extends Data> extends HwArea {
    /** Cycles from a client to the receiver. */
    public static final int LATENCY = 1;

    private final Bool valid = reg(bool(), false);

    @DontName
    private UInt winner;

    private Bool accept;

    /**
     * Connects it, once.
     *
     * @param clients in rising priority
     * @param payload drives its second argument, of the type of the streams, with the first
     * @param conditions all true in the cycles in which a word may be granted; they do not depend on who asks
     */
    public void share(
            List<HwStream<T>> clients, HwStream<T> receiver, BiConsumer<T, T> payload, List<Bool> conditions) {
        T held = whole(reg(receiver.type().get()));
        Bool vacant = or(not(valid), receiver.ready);
        for (Bool condition : conditions) {
            vacant = and(vacant, condition);
        }
        Bool free = part("free", vacant);
        for (int i = clients.size() - 1; i >= 0; i--) {
            assign(clients.get(i).ready, unlessLater(free, clients, i));
        }
        List<Bool> asking = list(clients.size(), i -> clients.get(i).valid);
        accept = part("accept", and(free, any(asking)));
        winner = index(list(clients.size(), i -> unlessLater(asking.get(i), clients, i)));
        when(receiver.ready, () -> assign(valid, false));
        when(accept, () -> {
            assign(valid, true);
            payload.accept(chosen(clients), held);
        });
        assign(receiver.valid, valid);
        payload.accept(held, receiver.payload);
    }

    /** A word of some client is granted in this cycle. */
    public Bool accept() {
        return accept;
    }

    /** Number of the client whose word is granted, in the cycles of {@link #accept}. */
    public UInt winner() {
        return winner;
    }

    private static <T extends Data> Bool unlessLater(Bool condition, List<HwStream<T>> clients, int index) {
        List<HwStream<T>> later = clients.subList(index + 1, clients.size());
        return later.isEmpty()
                ? condition
                : and(
                        condition,
                        not(any(later.stream().map(client -> client.valid).toList())));
    }

    private static <T extends Data> T chosen(List<HwStream<T>> clients) {
        T chosen = clients.get(0).payload;
        for (HwStream<T> client : clients.subList(1, clients.size())) {
            chosen = mux(client.valid, client.payload, chosen);
        }
        return chosen;
    }

    /** The number of the one that is true. */
    private static UInt index(List<Bool> oneHot) {
        return asUInt(pack(list(indexWidth(oneHot.size()), bit -> {
            List<Integer> numbers = list(oneHot.size(), i -> i);
            return any(numbers.stream()
                    .filter(i -> (i >> bit & 1) == 1)
                    .map(oneHot::get)
                    .toList());
        })));
    }
}
