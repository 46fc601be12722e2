// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.quant.model.QuantizedBlock;

/** Emits the MLP half of a block: fc1 with GELU, fc2 onto the residual stream. */
final class MlpEmitter {
    private final BufferPlan plan;
    private final LinearEmitter linear;

    MlpEmitter(BufferPlan plan, LinearEmitter linear) {
        this.plan = plan;
        this.linear = linear;
    }

    /** The MLP of a block on its way through groups of rows. */
    record Pass(LinearPass expand, LinearPass contract) {
        void emit(int tile, RowRange rows, boolean last) {
            expand.emit(tile, rows, last);
            contract.emit(tile, rows, last);
        }
    }

    /**
     * @param complete given a token at the end instead of one per tile, where only the class token is read afterwards; otherwise
     *     NONE
     * @param read given when the hidden activations are read, unless NONE
     */
    Pass begin(QuantizedBlock block, String name, Semaphore complete, Semaphore read) {
        LinearJob fc1 = new LinearJob(
                        block.fc1(), name + "gelu", plan.normalised(), RequantCommand.Destination.ACT, plan.hidden())
                .gelu(block.gelu(), name + "fc1")
                .afterEachTile(Semaphore.MLP_ROWS)
                .signalEachTile(Semaphore.HIDDEN_ROWS);
        LinearJob fc2 = new LinearJob(
                        block.fc2(), name + "fc2", plan.hidden(), RequantCommand.Destination.RES, plan.stream())
                .rowExponents()
                .residual(plan.stream())
                .afterEachTile(Semaphore.HIDDEN_ROWS)
                .matMulEnd(read);
        if (complete == Semaphore.NONE) {
            return new Pass(linear.begin(fc1), linear.begin(fc2.signalEachTile(Semaphore.STREAM_ROWS)));
        }
        // Nothing follows its rows but the class token, so short slices cost nothing, and leave the ring to the head's
        // weights.
        fc2.fine().signalEnd(complete);
        return new Pass(linear.begin(fc1), linear.begin(fc2));
    }
}
