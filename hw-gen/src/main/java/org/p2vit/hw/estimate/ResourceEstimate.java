// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.io.Serializable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.Board;
import org.p2vit.hw.config.BoardFit;
import org.p2vit.hw.config.Resource;

/**
 * Resources of the whole machine from its configuration alone. DSPs and memories are counted from the structure, and are those that
 * synthesis finds. LUTs and flip-flops are counts of parts times what yosys takes for one of them ({@link AreaTable}): within
 * {@value #UNCERTAINTY_PERCENT} % of {@code make synth}, as {@code testbench/doc/performance.md} shows.
 *
 * @param lut 6-input look-up tables, LUT memories included
 * @param ff flip-flops
 * @param dsp DSP blocks
 * @param bram36 36-Kibit block memories, halves counted
 * @param uram 288-Kibit memories
 */
public record ResourceEstimate(long lut, long ff, long dsp, double bram36, long uram) implements Serializable {
    /** How far LUTs and flip-flops may be from those of synthesis. */
    public static final int UNCERTAINTY_PERCENT = 10;

    /** REQUANT, per lane: the product of GELU. */
    private static final int REQUANT_LANE_DSPS = 1;
    /** NORM, per channel: the scaling by the channel count, by the root and by the gain. */
    private static final int NORM_LANE_DSPS = 3;
    /** NORM, per row: products of the variance, and the interpolation of the root. */
    private static final int NORM_ROW_DSPS = 5;

    public static ResourceEstimate of(AcceleratorConfig config) {
        return of(config, AreaTable.fitted());
    }

    /** As {@link #of(AcceleratorConfig)}, with another table. */
    public static ResourceEstimate of(AcceleratorConfig config, AreaTable table) {
        double lut = 0;
        double ff = 0;
        for (UnitTerms unit : UnitTerms.of(config)) {
            AreaTable.Part part = table.of(unit);
            lut += part.lut();
            ff += part.ff();
        }
        MemoryBlocks blocks = MemoryBlocks.of(config);
        return new ResourceEstimate(
                Math.round(lut), Math.round(ff), dsps(config), blocks.halves() / 2.0, blocks.ultra());
    }

    private static long dsps(AcceleratorConfig config) {
        ArrayConfig array = config.array();
        long lanes = (long) array.postPipes() * array.word();
        return array.multipliers()
                + AttentionEstimate.of(config.attention()).dsps(array)
                + REQUANT_LANE_DSPS * lanes
                + (long) NORM_LANE_DSPS * array.word()
                + NORM_ROW_DSPS;
    }

    /** What of a device's resources it is. */
    public double of(Resource resource) {
        return switch (resource) {
            case LUT -> lut;
            case FF -> ff;
            case DSP -> dsp;
            case BRAM36 -> bram36;
            case URAM -> uram;
        };
    }

    /** Whether the board of a configuration should carry it; null where the configuration is for no board. */
    public BoardFit fit(AcceleratorConfig config) {
        return Board.named(config.board())
                .map(board -> BoardFit.of(this::of, board))
                .orElse(null);
    }
}
