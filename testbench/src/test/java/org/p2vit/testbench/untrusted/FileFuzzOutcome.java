// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.util.Locale;

/**
 * What fuzzing of a kind gave.
 *
 * @param edges of the instrumented code that the corpus reaches
 * @param crashes inputs that ended with another exception than a refusal, each kept
 * @param overLimits inputs that took too long or too much memory, each kept
 */
record FileFuzzOutcome(
        String kind,
        int mostBytes,
        long executions,
        double cpuSeconds,
        long edges,
        int corpus,
        int crashes,
        int overLimits) {
    int findings() {
        return crashes + overLimits;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%s: %,d executions in %.0f s of processor time, %d edges, corpus %d, %d crashes, %d over limits",
                kind,
                executions,
                cpuSeconds,
                edges,
                corpus,
                crashes,
                overLimits);
    }
}
