// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.p2vit.hw.config.Board;
import org.p2vit.hw.config.Resource;

/**
 * How much of a board's device a design takes.
 *
 * @param available what the device has
 * @param percent of it that is used
 * @param limitPercent what should be used at most
 */
public record BudgetUse(Resource resource, double used, int available, double percent, int limitPercent) {
    /** Every resource in order. */
    static List<BudgetUse> of(ResourceUse use, Board board) {
        return Arrays.stream(Resource.values())
                .map(resource -> {
                    double used = used(use, resource);
                    int available = board.available().get(resource);
                    double percent = used == 0 ? 0 : 100 * used / available;
                    return new BudgetUse(resource, used, available, percent, resource.limitPercent());
                })
                .toList();
    }

    public boolean within() {
        return used == 0 || used * 100 <= (double) available * limitPercent;
    }

    /** For a reader: use, what there is, percent and limit. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "%s: %.1f of %d, %s, limit %d %%",
                resource,
                used,
                available,
                available == 0 ? "none there" : String.format(Locale.ROOT, "%.1f %%", percent),
                limitPercent);
    }

    private static double used(ResourceUse use, Resource resource) {
        return switch (resource) {
            case LUT -> use.lut();
            case FF -> use.ff();
            case DSP -> use.dsp();
            case BRAM36 -> use.bram36();
            case URAM -> use.uram();
        };
    }
}
