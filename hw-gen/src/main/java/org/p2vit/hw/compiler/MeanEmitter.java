// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedMeanNorm;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.VitShape;

/**
 * Emits the mean of the patches, contract §8.2: attention with one query, keys of zero and the tokens' rows as values. Where a norm
 * follows, the mean goes to the first row of the residual stream, which nothing needs any more.
 */
final class MeanEmitter {
    private final QuantizedMean mean;
    private final VitShape shape;
    private final ProgramBuilder program;
    private final BufferPlan plan;
    private final NormEmitter norm;
    private final LinearEmitter linear;
    private final AttentionEmitter attention;
    private final LinearJob keys;
    private final LinearJob values;

    MeanEmitter(
            QuantizedMean mean,
            VitShape shape,
            ProgramBuilder program,
            BufferPlan plan,
            NormEmitter norm,
            LinearEmitter linear,
            AttentionEmitter attention) {
        this.mean = mean;
        this.shape = shape;
        this.program = program;
        this.plan = plan;
        this.norm = norm;
        this.linear = linear;
        this.attention = attention;
        LinearJob zeros = new LinearJob(zeros(shape.dim()), QuantizedMean.PREFIX + "k", plan.normalised());
        if (mean.rows() instanceof QuantizedNarrowing narrowing) {
            this.keys = zeros.requantAfter(Semaphore.STREAM_COMPLETE);
            this.values = new LinearJob(ReadoutEmitter.withoutWeights(narrowing), narrowing.name(), plan.normalised())
                    .residual(plan.stream());
        } else {
            this.keys = zeros.afterEachTile(Semaphore.NORM_ROWS);
            this.values = new LinearJob(identity(shape.dim()), QuantizedMean.PREFIX + "v", plan.normalised());
        }
    }

    void emit() {
        if (mean.rows() instanceof QuantizedNorm rows) {
            norm.emit(
                    rows,
                    TensorSlice.of(Unit.NORM, rows.name(), shape, 0, shape.tokens(), 0, shape.dim(), -1),
                    plan.stream(),
                    plan.normalised(),
                    new RowRange(0, shape.tokens()),
                    0,
                    Semaphore.STREAM_ROWS,
                    Semaphore.NORM_ROWS,
                    Semaphore.STREAM_FREE);
        }
        attention.mean(keys, values, mean.shift());
        if (mean.after().isPresent()) {
            normalise(mean.after().get());
        } else if (mean.rows() instanceof QuantizedNarrowing) {
            program.add(Command.sync(Unit.REQUANT, Sync.FREE.signalEnd(Semaphore.STREAM_FREE)));
        }
    }

    /** The head's job, but for its input. */
    LinearJob head(QuantizedLinear layer) {
        boolean normalised = mean.after().isPresent();
        LinearJob head =
                new LinearJob(layer, TensorSlice.LOGITS, normalised ? plan.normalised() : plan.attention()).oneRow();
        return normalised ? head.afterEachTile(Semaphore.NORM_ROWS) : reading(head);
    }

    private void normalise(QuantizedMeanNorm after) {
        linear.emit(reading(new LinearJob(after.layer(), QuantizedMeanNorm.NAME, plan.attention()))
                .to(RequantCommand.Destination.RES, plan.stream())
                .oneRow()
                .fine()
                .signalEachTile(Semaphore.STREAM_ROWS));
        QuantizedNorm last = after.norm();
        norm.emit(
                last,
                TensorSlice.ofRow(Unit.NORM, last.name(), 0, shape.dim()),
                plan.stream(),
                plan.normalised(),
                new RowRange(0, 1),
                0,
                Semaphore.STREAM_ROWS,
                Semaphore.NORM_ROWS,
                Semaphore.STREAM_FREE);
    }

    /** A layer that reads the mean, and nothing after it what is in the region that patches share. */
    private LinearJob reading(LinearJob job) {
        return job.afterEachTile(Semaphore.ATTENTION_ROWS)
                .matMulEnd(plan.ownPatches() ? Semaphore.NONE : Semaphore.PATCHES_FREE);
    }

    private static QuantizedLinear zeros(int outputs) {
        return layer(QuantizedMean.PREFIX + "k", outputs, 1, new byte[outputs]);
    }

    private static QuantizedLinear identity(int dim) {
        return layer(QuantizedMean.PREFIX + "v", dim, dim, QuantizedLinear.diagonal(dim, 1));
    }

    private static QuantizedLinear layer(String name, int outputs, int inputs, byte[] weights) {
        return new QuantizedLinear(
                name, outputs, inputs, Byte.SIZE, weights, new int[outputs], new byte[outputs], new byte[0]);
    }
}
