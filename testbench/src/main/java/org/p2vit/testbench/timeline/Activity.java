// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.timeline;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.accelerator.CounterSample;
import org.p2vit.testbench.accelerator.UnitCounters;

/** How much of each stretch of a run a unit was busy and stalled; the rest it had no command. */
public final class Activity {
    private static final UnitCounters NONE = new UnitCounters(0, 0);

    private final List<CounterSample> samples;

    /** Shares 0 … 1 of the cycles {@code from} … {@code to}. */
    public record Share(long from, long to, double busy, double stall) {}

    /** @param samples in the order of time, the last one after the end */
    public Activity(List<CounterSample> samples) {
        this.samples = List.copyOf(samples);
    }

    /** Cycle of the last sample. */
    public long end() {
        return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).cycle();
    }

    /** Shares of {@code unit} in at most {@code buckets} stretches between two cycles, each as long as its samples allow. */
    public List<Share> of(Unit unit, long from, long to, int buckets) {
        List<Share> shares = new ArrayList<>();
        long width = Math.max(1, (to - from + buckets - 1) / buckets);
        CounterSample last = null;
        for (CounterSample sample : samples) {
            if (sample.cycle() < from) {
                last = sample;
                continue;
            }
            long since = last == null ? 0 : last.cycle();
            if (sample.cycle() - since < width) {
                continue;
            }
            shares.add(share(unit, last, sample));
            last = sample;
            if (sample.cycle() >= to) {
                break;
            }
        }
        return shares;
    }

    private static Share share(Unit unit, CounterSample before, CounterSample after) {
        UnitCounters start = before == null ? NONE : before.units().get(unit);
        UnitCounters end = after.units().get(unit);
        long from = before == null ? 0 : before.cycle();
        double cycles = after.cycle() - from;
        double busy = Math.min(1, (end.busy() - start.busy()) / cycles);
        double stall = Math.min(1 - busy, (end.stall() - start.stall()) / cycles);
        return new Share(from, after.cycle(), busy, stall);
    }
}
