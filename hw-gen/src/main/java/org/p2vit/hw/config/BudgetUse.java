// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How much of a board's device a design takes.
 *
 * @param used of it, counted or estimated
 * @param available what the device has
 * @param percent of it that is used
 * @param limitPercent what should be used at most
 */
public record BudgetUse(Resource resource, double used, int available, double percent, int limitPercent)
        implements Serializable {
    /** Every resource in order. */
    public static List<BudgetUse> of(ToDoubleFunction<Resource> use, Board board) {
        return Arrays.stream(Resource.values())
                .map(resource -> {
                    double used = use.applyAsDouble(resource);
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

    /** The share in a few words, such as {@code LUT 83.0 % of 117120 (limit 70 %)}. */
    String share() {
        return available == 0
                ? String.format(Locale.ROOT, "%s %.0f, but there is none", resource, used)
                : String.format(
                        Locale.ROOT, "%s %.1f %% of %d (limit %d %%)", resource, percent, available, limitPercent);
    }
}
