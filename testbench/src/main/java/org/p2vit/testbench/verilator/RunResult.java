// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.util.Locale;

/**
 * How a run ended.
 *
 * @param cycles cycles stepped since the model was opened; the last was {@code cycles - 1}
 * @param messages protocol errors with their cycles, what waited in a hang, what the design printed; may be empty
 */
public record RunResult(StopReason reason, long cycles, String messages) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s in cycle %d%s",
                reason,
                cycles - 1,
                messages.isEmpty() ? "" : ":\n" + messages.stripTrailing());
    }
}
