// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage.bins;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.CommandField;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.NormCommand;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.ShiftMatMulCommand;
import org.p2vit.hw.program.SoftmaxCommand;

/** The sizes at which a field is worth looking at: around what the machine does at once, and the most that it promises. */
final class EdgeSizes {
    private final AcceleratorConfig config;
    private final int tile;
    private final int word;

    EdgeSizes(AcceleratorConfig config) {
        this.config = config;
        this.tile = config.array().tokenTile();
        this.word = config.array().word();
    }

    /** Edges of a size by name. One that is not known here counts in whatever the unit does at once. */
    Map<String, IntPredicate> of(CommandField field) {
        int tokens = config.limits().maxTokens();
        if (field.equals(RequantCommand.ROWS)
                || field.equals(SoftmaxCommand.ROWS)
                || field.equals(ShiftMatMulCommand.ROWS)
                || field.equals(NormCommand.ROWS)) {
            return around(tile, tokens);
        } else if (field.equals(SoftmaxCommand.KEYS) || field.equals(ShiftMatMulCommand.KEYS)) {
            return around(word, tokens);
        } else if (field.equals(NormCommand.CHANNELS)) {
            return around(word, config.limits().maxDim());
        } else if (field.equals(NormCommand.DIM_WORDS)) {
            return counted(config.limits().maxDim() / word);
        } else if (field.equals(ShiftMatMulCommand.HEAD_WORDS)) {
            return counted(config.limits().maxHeadDim() / word);
        } else if (field.equals(MatMulCommand.TILES)) {
            return counted((tokens + tile - 1) / tile);
        }
        return counted(0);
    }

    /** @param most 0 if nothing but the room of buffers limits it */
    private static Map<String, IntPredicate> counted(int most) {
        Map<String, IntPredicate> edges = new LinkedHashMap<>();
        edges.put("1", size -> size == 1);
        edges.put("2", size -> size == 2);
        edges.put("more", size -> size > 2);
        if (most > 2) {
            edges.put("most", size -> size == most);
        }
        return edges;
    }

    private static Map<String, IntPredicate> around(int step, int most) {
        Map<String, IntPredicate> edges = new LinkedHashMap<>();
        for (int edge : new int[] {1, step - 1, step, step + 1}) {
            edges.put(Integer.toString(edge), size -> size == edge);
        }
        edges.put("most", size -> size == most);
        return edges;
    }
}
