// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.hw.estimate.LayerEstimate;
import org.p2vit.hw.estimate.Prediction;
import org.p2vit.testbench.accelerator.AcceleratorSimulation;
import org.p2vit.testbench.accelerator.CounterSample;
import org.p2vit.testbench.timeline.Activity;
import org.p2vit.testbench.timeline.Timeline;
import org.p2vit.testbench.timeline.Timeline.Mark;

/** Reads the counters of one inference often enough to draw a block of it in detail. */
public final class TimelineRecorder {
    private static final int SAMPLES = 8000;
    /** Reading all counters takes some hundred cycles; more often would not show more. */
    private static final int LEAST_CYCLES = 20;

    private final List<CounterSample> samples = new ArrayList<>();
    private Prediction prediction;

    void attach(AcceleratorSimulation simulation, Prediction expected) {
        prediction = expected;
        simulation.sampleCounters(Math.max(LEAST_CYCLES, expected.cycles() / SAMPLES), samples::add);
    }

    /** How often the counters were read. */
    public int samples() {
        return samples.size();
    }

    /** What was recorded, for drawing; the middle block in detail. */
    public Timeline timeline(BenchCase bench, BenchRow row) {
        List<Mark> marks = marks();
        String title = String.format(
                Locale.ROOT,
                "%s: %,d cycles, array busy %.1f %%",
                bench,
                row.time().cycles(),
                100 * row.use().matMulBusy());
        return new Timeline(title, new Activity(samples), marks, marks.get(marks.size() / 2), prediction.waits());
    }

    /** Embedding, blocks and head, each until the array's last step for it. */
    private List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        double end = 0;
        for (LayerEstimate layer : prediction.layers()) {
            String part = layer.layer().replaceFirst("^(blocks\\.\\d+)\\..*", "$1");
            long from = Math.round(end);
            end += layer.cycles();
            Mark last = marks.isEmpty() ? null : marks.get(marks.size() - 1);
            if (last != null && last.name().equals(part)) {
                marks.set(marks.size() - 1, new Mark(part, last.from(), Math.round(end)));
            } else {
                marks.add(new Mark(part, from, Math.round(end)));
            }
        }
        return marks;
    }
}
