// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.evaluation;

import java.util.List;

/**
 * What the parts of the quantizer are worth.
 *
 * @param rows float first, then the forms of the quantizer
 * @param newMeasurements forms measured in this run; others were found in the cache
 */
public record AblationReport(
        String model,
        String bits,
        int calibrationImages,
        int images,
        String intervals,
        List<MethodScore> rows,
        int newMeasurements,
        double seconds) {}
