// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What a campaign, or one case, came to.
 *
 * @param words compared, all of them equal unless there are failures
 * @param cycles simulated, by the RTL's counter
 * @param fresh cases and configurations that were tried now and not found among the kept outcomes
 */
public record FuzzReport(
        long seed,
        @JsonUnwrapped Space space,
        long words,
        long cycles,
        Predictions predictions,
        List<FuzzFailure> failures,
        int fresh) {
    /**
     * What was tried.
     *
     * @param configurations different ones
     * @param wide those with words of 16
     * @param structures those that yosys checked
     * @param pairs different networks on a configuration
     * @param runs of such a pair with a memory, a batch and an overlap
     */
    public record Space(int configurations, int wide, int structures, int pairs, int runs, int images) {}

    /**
     * Predictions of cycles where the memory is one that they are made for.
     *
     * @param off how many were farther off than allowed
     * @param worstPercent farthest
     * @param worstCase its line
     */
    public record Predictions(int judged, int off, double worstPercent, String worstCase) {}

    /** Whether something ran and nothing failed. */
    public boolean passed() {
        return failures.isEmpty() && words > 0;
    }
}
