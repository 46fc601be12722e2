// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.List;
import java.util.stream.Stream;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;

/**
 * Parts the rows of a block into groups where the shift lanes are slower than the array. Then A·V of the last heads goes through
 * group after group, and the array is on the projection and MLP of one while SHIFTMM is on the next. Otherwise there is one group.
 *
 * <p>The weights of projection and MLP must stay in the ring for all groups. The hidden activations grow towards the attention output
 * of the groups that follow, behind them in the activation buffer, and must not reach it.
 */
final class RowGroups {
    private static final int MOST = 4;
    /** Part of a ring that the layers of groups may take; the rest is for those that follow. */
    private static final double RING_SHARE = 0.75;

    private final BufferPlan plan;
    private final Layout layout;
    private final ProcessingElement pe;
    private final int parameterGroups;
    private final boolean possible;

    RowGroups(BufferPlan plan, Layout layout, AcceleratorConfig config, Overlap overlap) {
        this.plan = plan;
        this.layout = layout;
        this.pe = config.array().pe();
        this.parameterGroups = new BufferTable(config).get(Buffer.RQP).depth();
        this.possible = Unit.SHIFTMM.builtWith(config.attention()) && overlap == Overlap.BOTH;
    }

    List<TileRange> of(QuantizedBlock block) {
        TileRange all = new TileRange(0, plan.extents().tokenTiles());
        if (!possible || !shiftsAreSlower(block.attention()) || !weightsStay(block)) {
            return List.of(all);
        }
        int parts = MOST;
        while (!hiddenFits(all.split(parts))) {
            parts--;
        }
        return all.split(parts);
    }

    /** Steps of a head and token tile. */
    private boolean shiftsAreSlower(QuantizedAttention attention) {
        int projections = Stream.of(attention.query(), attention.key(), attention.value())
                .mapToInt(layer -> Layout.ceilDiv(plan.extents().headWords(), together(layer))
                        * plan.extents().dimWords())
                .sum();
        int array = projections + plan.extents().codeWords() * plan.extents().headWords();
        return plan.extents().headWords() * Math.max(plan.extents().tokenTiles(), layout.tokenTile()) > array;
    }

    /** Output tiles that the array makes in the same steps. */
    private int together(QuantizedLinear layer) {
        return Layout.tilesPerWeight(layer) > 1 ? pe.int4Tiles() : 1;
    }

    private boolean weightsStay(QuantizedBlock block) {
        int weights = 0;
        int parameters = 0;
        for (QuantizedLinear layer : List.of(block.projection(), block.fc1(), block.fc2())) {
            int outTiles = layout.words(layer.outputs());
            weights += Layout.ceilDiv(outTiles, Layout.tilesPerWeight(layer)) * layout.words(layer.inputs());
            parameters += outTiles;
        }
        return weights <= RING_SHARE * plan.weightRing() && parameters <= RING_SHARE * parameterGroups;
    }

    private boolean hiddenFits(List<TileRange> groups) {
        int before = groups.get(groups.size() - 1).from();
        return plan.hidden().at(before).base() <= plan.attention().base();
    }
}
