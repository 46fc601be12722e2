// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;

/**
 * Emits what stands between the residual stream and the head, contract §8, and says how the head reads it. The class tokens alone
 * come through it, and what becomes of them lies where the normalised rows of blocks were.
 */
final class ReadoutEmitter {
    private final QuantizedVit network;
    private final VitShape shape;
    private final Layout layout;
    private final BufferPlan plan;
    private final NormEmitter norm;
    private final LinearEmitter linear;
    /** Bank of the first class token's row, in which the head's input is one long row. */
    private final int bank;

    private final QuantizedLinear narrowing;

    ReadoutEmitter(QuantizedVit network, Layout layout, BufferPlan plan, NormEmitter norm, LinearEmitter linear) {
        this.network = network;
        this.shape = network.shape();
        this.layout = layout;
        this.plan = plan;
        this.norm = norm;
        this.linear = linear;
        this.bank = Layout.machineRow(0, shape) % layout.tokenTile();
        this.narrowing = network.readout() instanceof QuantizedNarrowing narrow ? withoutWeights(narrow) : null;
    }

    /** Rows of ACT that the readout needs side by side in one bank: the head's input, and what it is made of. */
    static int rows(VitShape shape) {
        return switch (shape.readout()) {
            case NORM -> shape.classTokens();
            case DIRECT -> 2;
        };
    }

    /** Who is told that the last block is done: the unit that reads the stream then. */
    Semaphore streamComplete() {
        return switch (shape.readout()) {
            case NORM -> Semaphore.STREAM_ROWS;
            case DIRECT -> Semaphore.STREAM_COMPLETE;
        };
    }

    void emit() {
        if (network.readout() instanceof QuantizedNorm last) {
            normalise(last);
        } else {
            narrow();
        }
    }

    /** The head, but for what its results wait for. */
    LinearJob head() {
        return new LinearJob(
                        network.head(),
                        TensorSlice.LOGITS,
                        input(),
                        RequantCommand.Destination.OUT,
                        new StridedAddress(0, 0))
                .inputGroups(shape.dim())
                .rows(new RowRange(bank, 1), Layout.machineRow(0, shape))
                .fine()
                .afterEachTile(Semaphore.NORM_ROWS)
                .signalEnd(Semaphore.LOGITS_READY);
    }

    private StridedAddress input() {
        return plan.normalised().at(shape.classTokens() == rows(shape) ? 0 : 1);
    }

    /** The normalised rows come side by side in the bank of the first one, as one long row: no other tensor needs the place any more. */
    private void normalise(QuantizedNorm last) {
        for (int token = 0; token < shape.classTokens(); token++) {
            boolean ends = token == shape.classTokens() - 1;
            int row = Layout.machineRow(token, shape);
            int ownBank = row % layout.tokenTile();
            norm.emit(
                    last,
                    last.name(),
                    plan.stream().at(row / layout.tokenTile()),
                    plan.normalised().at(token),
                    new RowRange(ownBank, 1),
                    row,
                    Math.floorMod(bank - ownBank, layout.tokenTile()),
                    token == 0 ? Semaphore.STREAM_ROWS : Semaphore.NONE,
                    ends ? Semaphore.NORM_ROWS : Semaphore.NONE,
                    ends ? Semaphore.STREAM_FREE : Semaphore.NONE);
        }
    }

    /** A layer whose sums are 0, to which only the stream contributes; the row behind its input becomes the head's. */
    private void narrow() {
        int row = Layout.machineRow(0, shape);
        linear.emit(
                new LinearJob(narrowing, narrowing.name(), plan.normalised(), RequantCommand.Destination.ACT, input())
                        .residual(plan.stream().at(row / layout.tokenTile()))
                        .rows(new RowRange(bank, 1), row)
                        .fine()
                        .requantAfter(streamComplete())
                        .signalEachTile(Semaphore.NORM_ROWS)
                        .signalEnd(Semaphore.STREAM_FREE));
    }

    private static QuantizedLinear withoutWeights(QuantizedNarrowing narrowing) {
        int outputs = narrowing.residualShift().length;
        return new QuantizedLinear(
                narrowing.name(),
                outputs,
                1,
                Byte.SIZE,
                new byte[outputs],
                new int[outputs],
                new byte[outputs],
                narrowing.residualShift());
    }
}
