// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.timeline;

import java.util.List;
import java.util.Map;
import org.p2vit.hw.program.Unit;

/**
 * Everything a timeline picture shows.
 *
 * @param title one line
 * @param activity measured
 * @param marks names and first cycles of the stretches of the run, e.g. its blocks, by the cycle model
 * @param detail the mark that is shown large
 * @param waits cycles each unit waits, by what for, by the cycle model
 */
public record Timeline(
        String title, Activity activity, List<Mark> marks, Mark detail, Map<Unit, Map<String, Long>> waits) {
    /** A stretch of the run. */
    public record Mark(String name, long from, long to) {}
}
