// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import org.p2vit.testbench.evaluation.BitWidths;
import picocli.CommandLine.Option;

/** How many bits numbers have. */
final class BitsOption {
    @Option(
            names = "--bits",
            defaultValue = "8/8/4",
            paramLabel = "W/A/T",
            description = "Bits of weights, activations and attention weights; ${DEFAULT-VALUE} if not given.")
    private String bits;

    BitWidths widths() {
        return BitWidths.parse(bits);
    }
}
