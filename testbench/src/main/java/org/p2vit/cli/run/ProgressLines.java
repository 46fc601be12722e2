// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.p2vit.quant.ProgressListener;

/** Says how far long work has come where nobody looks at a terminal: after {@link #FIRST}, then every {@link #INTERVAL}, a line. Short work says nothing. */
final class ProgressLines implements ProgressListener {
    static final Duration FIRST = Duration.ofSeconds(20);
    static final Duration INTERVAL = Duration.ofSeconds(30);

    private final LongSupplier nanoseconds;
    private final Consumer<String> lines;
    private long due;
    private String step;
    private long stepBegun;
    private long stepDone;

    /** @param nanoseconds a clock that only goes on */
    ProgressLines(LongSupplier nanoseconds, Consumer<String> lines) {
        this.nanoseconds = nanoseconds;
        this.lines = lines;
        due = nanoseconds.getAsLong() + FIRST.toNanos();
    }

    @Override
    public synchronized void at(String name, long done, long total) {
        long now = nanoseconds.getAsLong();
        if (!name.equals(step)) {
            step = name;
            stepBegun = now;
            stepDone = done;
        }
        if (now < due) {
            return;
        }
        due = now + INTERVAL.toNanos();
        String left = "";
        if (done > stepDone && done < total) {
            double each = (double) (now - stepBegun) / (done - stepDone);
            left = ", about " + text((long) (each * (total - done))) + " left";
        }
        lines.accept(String.format(Locale.ROOT, "%s: %d of %d%s", name, done, total, left));
    }

    private static String text(long nanoseconds) {
        Duration duration = Duration.ofNanos(nanoseconds);
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() < 2 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
