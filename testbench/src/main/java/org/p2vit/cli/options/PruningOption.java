// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.util.Locale;
import org.p2vit.quant.calibration.options.PruningRule;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import picocli.CommandLine.Option;

/** Which weights sparse layers keep. */
final class PruningOption {
    @Option(
            names = "--pruning",
            paramLabel = "RULE",
            description =
                    "How weights of sparse layers are chosen: ${COMPLETION-CANDIDATES}. If not given compensated, or magnitude"
                            + " without images to calibrate with.")
    private PruningRule rule;

    QuantizerOptions in(QuantizerOptions options) {
        return rule == null ? options : options.withPruning(rule);
    }

    /** What a report says; empty if nothing was said. */
    String text() {
        return rule == null ? "" : " pruned by " + rule.name().toLowerCase(Locale.ROOT);
    }
}
