// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.p2vit.hw.program.Unit;

/**
 * What the runs of a device came to. It passes only when at least one was completed and, in all that were, each unit wrote exactly
 * as many words as the program in memory asks for. Runs that ended with an error are not judged: they stop anywhere.
 *
 * @param completed runs that ended without an error
 * @param failed runs that ended with one, or were not begun because of one
 * @param images of the completed runs
 * @param words that the units wrote in completed runs; a row of a tile each, of STORE an int32 number
 * @param firstMismatch unit, run, and both counts where they first differed; empty if they never did
 */
public record DeviceRuns(long completed, long failed, long images, Map<Unit, Long> words, String firstMismatch) {
    static final DeviceRuns NONE = new DeviceRuns(0, 0, 0, Map.of(), "");

    public DeviceRuns {
        Map<Unit, Long> inOrder = new EnumMap<>(Unit.class);
        inOrder.putAll(words);
        words = Collections.unmodifiableMap(inOrder);
    }

    /** With one more that was completed; a unit that is not in a map has no words. */
    DeviceRuns withCompleted(long more, Map<Unit, Long> demanded, Map<Unit, Long> written) {
        Map<Unit, Long> sums = new EnumMap<>(Unit.class);
        sums.putAll(words);
        written.forEach((unit, count) -> sums.merge(unit, count, Long::sum));
        String first = firstMismatch;
        for (Unit unit : Unit.values()) {
            long wanted = demanded.getOrDefault(unit, 0L);
            long count = written.getOrDefault(unit, 0L);
            if (first.isEmpty() && count != wanted) {
                first = String.format(
                        Locale.ROOT,
                        "unit %s wrote %d words in completed run %d, its program of %d images has %d",
                        unit,
                        count,
                        completed + 1,
                        more,
                        wanted);
            }
        }
        return new DeviceRuns(completed + 1, failed, images + more, sums, first);
    }

    /** With one more that failed. */
    DeviceRuns withFailed() {
        return new DeviceRuns(completed, failed + 1, images, words, firstMismatch);
    }

    /** Whether something was run, and all that was completed wrote its words. */
    public boolean passed() {
        return completed > 0 && firstMismatch.isEmpty();
    }

    /** One sentence. */
    @Override
    public String toString() {
        if (!firstMismatch.isEmpty()) {
            return "NOT EQUAL: " + firstMismatch;
        }
        return completed == 0
                ? String.format(
                        Locale.ROOT,
                        "NOTHING WAS RUN: the device completed no run, %d ended with an error; start one and wait for its end",
                        failed)
                : String.format(
                        Locale.ROOT,
                        "%d runs of %d images completed, %d failed; every unit wrote the words of its program: %s",
                        completed,
                        images,
                        failed,
                        words);
    }
}
