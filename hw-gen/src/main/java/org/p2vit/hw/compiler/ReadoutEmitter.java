// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;

/**
 * Emits what stands between the residual stream and the head, contract §8, and says how the head reads it. Of class tokens they alone
 * come through it, and what becomes of them lies where the normalised rows of blocks were; a mean is made by a {@link MeanEmitter}.
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
    private final MeanEmitter mean;

    ReadoutEmitter(
            QuantizedVit network,
            ProgramBuilder program,
            Layout layout,
            BufferPlan plan,
            NormEmitter norm,
            LinearEmitter linear,
            AttentionEmitter attention) {
        this.network = network;
        this.shape = network.shape();
        this.layout = layout;
        this.plan = plan;
        this.norm = norm;
        this.linear = linear;
        this.bank = Layout.machineRow(0, shape) % layout.tokenTile();
        this.narrowing = network.readout() instanceof QuantizedNarrowing narrow ? withoutWeights(narrow) : null;
        this.mean = network.readout() instanceof QuantizedMean pooled
                ? new MeanEmitter(pooled, shape, program, plan, norm, linear, attention)
                : null;
    }

    /** Rows of ACT that the readout needs side by side in one bank: the head's input, and what it is made of. */
    static int rows(VitShape shape) {
        return switch (shape.readout()) {
            case NORM -> shape.classTokens();
            case DIRECT -> 2;
            case MEAN_NORM, NORM_MEAN, MEAN -> 1;
        };
    }

    /** Who is told that the last block is done: the unit that reads the stream then; NONE where it follows tile by tile. */
    Semaphore streamComplete() {
        return switch (shape.readout()) {
            case NORM -> Semaphore.STREAM_ROWS;
            case NORM_MEAN -> Semaphore.NONE;
            case DIRECT, MEAN_NORM, MEAN -> Semaphore.STREAM_COMPLETE;
        };
    }

    /** What the last block gives when it has read the region that patches share: nothing where a mean comes to lie there. */
    Semaphore patchesRead() {
        return plan.ownPatches() || mean != null ? Semaphore.NONE : Semaphore.PATCHES_FREE;
    }

    void emit() {
        if (mean != null) {
            mean.emit();
        } else if (network.readout() instanceof QuantizedNorm last) {
            normalise(last);
        } else {
            narrow();
        }
    }

    /** The head, but for what its results wait for. */
    LinearJob head() {
        LinearJob head = mean == null ? headOfTokens() : mean.head(network.head());
        return head.to(RequantCommand.Destination.OUT, new StridedAddress(0, 0))
                .fine()
                .signalEnd(Semaphore.LOGITS_READY);
    }

    private LinearJob headOfTokens() {
        return new LinearJob(network.head(), TensorSlice.LOGITS, input())
                .inputGroups(shape.dim())
                .rows(new RowRange(bank, 1), Layout.machineRow(0, shape))
                .afterEachTile(Semaphore.NORM_ROWS);
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
                    TensorSlice.of(Unit.NORM, last.name(), shape, row, 1, 0, shape.dim(), -1),
                    plan.stream().at(row / layout.tokenTile()),
                    plan.normalised().at(token),
                    new RowRange(ownBank, 1),
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

    static QuantizedLinear withoutWeights(QuantizedNarrowing narrowing) {
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
