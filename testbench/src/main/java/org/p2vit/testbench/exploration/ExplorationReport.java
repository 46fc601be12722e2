// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.exploration;

import java.util.List;
import org.p2vit.hw.explore.DesignPoint;

/**
 * Every array shape for a network.
 *
 * @param weightBits bits of the weights inside blocks: 8, 4 or mixed
 * @param like the configuration that has what is not of the array's shape
 * @param board that points should fit, {@code none} for any
 * @param areaUncertaintyPercent how far LUTs and flip-flops may be from those of synthesis
 * @param picture the file that shows them
 */
public record ExplorationReport(
        String model,
        String weightBits,
        String like,
        String board,
        int areaUncertaintyPercent,
        String picture,
        List<Row> points) {
    /**
     * A shape.
     *
     * @param utilisation of its multipliers by the network's work
     * @param pareto it fits the board, if there is one, and no other that fits is better in cycles, LUTs or DSPs without being worse in another
     */
    public record Row(DesignPoint point, double utilisation, boolean pareto) {}
}
