// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verification;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The part of a report that {@link VerificationPage} prints; results of long checks carry it as {@code verification}.
 *
 * @param date of the measurement, ISO 8601, UTC
 * @param commit the sources that were measured
 * @param command what repeats it, such as {@code make fuzz N=200 SEED=1}
 * @param rows its figures; at least one
 */
public record Measurement(String date, String commit, String command, List<VerificationRow> rows) {
    public Measurement {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a measurement without a figure");
        }
    }

    /** Of today. */
    public static Measurement today(String commit, String command, List<VerificationRow> rows) {
        return new Measurement(LocalDate.now(ZoneOffset.UTC).toString(), commit, command, rows);
    }

    /** Whether every target is met. */
    public boolean met() {
        return rows.stream().allMatch(VerificationRow::met);
    }
}
