// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** Cycles of the shared read channel, counted by hand from the arbiter, the splitter and the fetch's buffer. */
class ReadChannelTests {
    /** Offers bursts of a length at given cycles. */
    private static final class Reader implements ReadChannel.Client {
        private final Deque<Integer> offers = new ArrayDeque<>();
        private final int beats;
        private final List<Double> firstBeats = new ArrayList<>();
        private int late;

        Reader(int beats, Integer... offers) {
            this.beats = beats;
            this.offers.addAll(List.of(offers));
        }

        @Override
        public double offered() {
            return offers.isEmpty() ? Double.NaN : offers.getFirst();
        }

        @Override
        public int beats() {
            return beats;
        }

        @Override
        public double granted(double accepted, double first, double last) {
            offers.removeFirst();
            firstBeats.add(first);
            return last + late;
        }
    }

    private static void grantAll(ReadChannel channel) {
        while (channel.grant()) {
            // until nothing is offered
        }
    }

    /** Accepted in 10, on the bus in 11, 40 cycles to the first beat; the later one's beats wait for the channel. */
    @Test
    void theFirstOfTheClientsGoesFirstAndDataFollowWithoutAGap() {
        Reader fetch = new Reader(16, 10);
        Reader load = new Reader(64, 10);

        grantAll(new ReadChannel(MemoryTiming.STANDARD, List.of(fetch, load)));

        assertThat(fetch.firstBeats).containsExactly(51.0);
        assertThat(load.firstBeats).containsExactly(67.0);
    }

    @Test
    void whoComesEarlierIsNotHeldUp() {
        Reader fetch = new Reader(16, 12);
        Reader load = new Reader(64, 10);

        grantAll(new ReadChannel(MemoryTiming.STANDARD, List.of(fetch, load)));

        assertThat(load.firstBeats).containsExactly(51.0);
        assertThat(fetch.firstBeats).containsExactly(115.0);
    }

    /** Beats are not buffered: those of the next burst come when the last of this one is taken. */
    @Test
    void whoTakesItsBeatsLateHoldsUpTheOthers() {
        Reader load = new Reader(64, 10);
        Reader fetch = new Reader(16, 12);
        load.late = 7;

        grantAll(new ReadChannel(MemoryTiming.STANDARD, List.of(fetch, load)));

        assertThat(fetch.firstBeats).containsExactly(115.0 + 7);
    }

    /** Eight bursts are open; the ninth address waits on the bus for the end of the first, and the tenth for it. */
    @Test
    void theMemoryTakesAsManyAsItSays() {
        Reader load = new Reader(64, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Reader fetch = new Reader(16, 20);

        grantAll(new ReadChannel(MemoryTiming.STANDARD, List.of(fetch, load)));

        assertThat(load.firstBeats).hasSize(9).startsWith(41.0, 105.0).endsWith(41.0 + 8 * 64);
        assertThat(fetch.firstBeats).containsExactly(41.0 + 9 * 64);
    }

    /** A burst is formed two cycles after the one before, at the earliest as that is taken. */
    @Test
    void aBurstThatWaitsIsNotDelayedByTheNextTransfer() {
        BurstQueue splitter = new BurstQueue(8, 64);
        splitter.add(0, 1, 100);
        splitter.add(8, 65, 104);

        assertThat(splitter.offered()).isEqualTo(103);
        splitter.taken(103);
        assertThat(splitter.offered()).isEqualTo(107);
        assertThat(splitter.beats()).isEqualTo(64);
        splitter.taken(120);
        assertThat(splitter.offered()).isEqualTo(121);
        assertThat(splitter.beats()).isEqualTo(1);
    }

    @Test
    void burstsEndAtPages() {
        BurstQueue splitter = new BurstQueue(16, 64);

        splitter.add(4096 - 48, 70, 0);

        List<Integer> beats = new ArrayList<>();
        for (; !splitter.isEmpty(); splitter.taken(0)) {
            beats.add(splitter.beats());
        }
        assertThat(beats).containsExactly(3, 64, 3);
    }

    /** Four bursts of four commands fill the buffer; the fifth is asked for when four commands have left. */
    @Test
    void commandsAreFetchedAsFarAheadAsTheBufferHolds() {
        AcceleratorConfig tiny = AcceleratorConfig.load("tiny");
        Program program =
                NetworkCompiler.compile(RandomQuantizedVit.of(new VitShape(4, 4, 3, 4, 8, 1, 1, 8, 4), 1), tiny);
        CommandFetch fetch = new CommandFetch(program, 1, MemoryTiming.STANDARD);
        ReadChannel channel = new ReadChannel(MemoryTiming.STANDARD, List.of(fetch));

        for (int burst = 0; burst < 4; burst++) {
            assertThat(channel.grant()).isTrue();
        }

        // Offered in 8, on the bus in 9, first beat in 49; a command of 32 bytes is four beats, and there two
        // cycles later: in the buffer, and in the register behind it.
        assertThat(fetch.available(0)).isEqualTo(54);
        assertThat(fetch.available(15)).isEqualTo(54 + 15 * 4);
        assertThat(channel.grant()).as("no room").isFalse();
        for (int i = 0; i < 3; i++) {
            fetch.taken(200 + 2 * i);
        }
        assertThat(channel.grant()).as("room for three").isFalse();
        fetch.taken(206);
        assertThat(channel.grant()).isTrue();
        assertThat(fetch.available(16)).isEqualTo(208 + 1 + 40 + 4);
    }
}
