// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.p2vit.hw.program.Semaphore.NONE;

import org.p2vit.hw.compiler.LinearSlices.Slice;
import org.p2vit.hw.program.GeluRows;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.VitShape;

/** Emits linear layers slice by slice, as a rule each slice one MATMUL and one REQUANT command over all token tiles. */
final class LinearEmitter {
    private final ProgramBuilder program;
    private final Layout layout;
    private final VitShape shape;
    private final RowHandover handover;
    private final LinearSlices slices;

    LinearEmitter(ProgramBuilder program, Layout layout, VitShape shape, RowHandover handover, LinearSlices slices) {
        this.program = program;
        this.layout = layout;
        this.shape = shape;
        this.handover = handover;
        this.slices = slices;
    }

    /**
     * A slice's work on some rows.
     *
     * @param tile where the rows begin
     * @param rows the part of the job's rows, relative to the tile
     * @param takes the slice has just been loaded: waits for that
     * @param frees no other rows use the slice
     */
    record Work(Slice slice, int tile, RowRange rows, boolean takes, boolean frees) {}

    void emit(LinearJob job) {
        emit(job, 0);
    }

    /** The output tiles from {@code from} on. */
    void emit(LinearJob job, int from) {
        RowRange rows = job.rows == null ? new RowRange(0, shape.tokens()) : job.rows;
        new LinearPass(this, slices, job, from).emit(0, rows, true);
    }

    /** A job whose rows come in groups. */
    LinearPass begin(LinearJob job) {
        return new LinearPass(this, slices, job, 0);
    }

    /** MATMUL and REQUANT of {@code work}; with the first output tile the job's own waits. */
    void emit(LinearJob job, Work work) {
        boolean begins = work.slice().firstTile() == 0;
        emit(
                job,
                work,
                handover.take(Sync.FREE, begins ? job.tileWait : NONE),
                Sync.FREE.after(begins && work.takes() ? job.requantAfter : NONE));
    }

    /** MATMUL and REQUANT of {@code work}, with what each has to wait for besides. */
    void emit(LinearJob job, Work work, Sync matMulWaits, Sync requantWaits) {
        Slice slice = work.slice();
        boolean whole = slice.firstTile() + slice.outTiles() == slices.outTiles(job);
        Sync matMul = matMulWaits;
        Sync requant = requantWaits;
        if (work.takes()) {
            matMul = matMul.after(Semaphore.WEIGHTS_LOADED);
            requant = requant.after(Semaphore.REQUANT_PARAMETERS_LOADED);
        }
        if (work.frees()) {
            matMul = matMul.signalEnd(Semaphore.WEIGHTS_FREE).signalEnd(whole ? job.matMulEnd : NONE);
            requant = requant.signalEnd(Semaphore.REQUANT_PARAMETERS_FREE).signalEnd(whole ? job.end : NONE);
        }
        if (whole) {
            requant = handover.give(requant, job.tileSignal);
        }
        int depth = job.depth(layout);
        int firstOutput = slices.firstOutput(job, slice.firstTile());
        int outputs = slices.outputs(job, slice.firstTile(), slice.outTiles());
        RowRange rows = work.rows();
        int machineRow = job.machineRow + work.tile() * layout.tokenTile();
        StridedAddress input = job.input.at(work.tile());
        StridedAddress weights = new StridedAddress(slice.weights(), depth);
        int tiles = layout.tiles(rows.first() + rows.count());
        boolean int4 = job.step() > 1;
        // A tile's exponents are where its number says.
        int exponents = work.tile();
        program.add(
                job.rowExponents
                        ? MatMulCommand.ofRows(input, exponents, weights, tiles, slice.outTiles(), depth, int4, matMul)
                        : MatMulCommand.of(input, weights, tiles, slice.outTiles(), depth, int4, matMul),
                slice(
                        job,
                        Unit.MATMUL,
                        job.product + TensorSlice.ACCUMULATORS,
                        machineRow,
                        rows,
                        firstOutput,
                        outputs));
        program.add(
                RequantCommand.of(
                        job.destination,
                        job.outputFrom(work.tile(), slice.firstTile()),
                        slice.parameters(),
                        job.residual == null
                                ? null
                                : job.residual.at(work.tile()).plus(slice.firstTile()),
                        job.gelu == null ? null : new GeluRows(job.gelu, exponents, slice.firstTile() == 0),
                        rows,
                        slice.outTiles(),
                        requant),
                slice(job, Unit.REQUANT, job.tensor, machineRow, rows, firstOutput, outputs));
        if (whole && work.frees()) {
            handover.close(Unit.REQUANT, job.tileSignal);
        }
    }

    private TensorSlice slice(
            LinearJob job, Unit unit, String tensor, int machineRow, RowRange rows, int firstOutput, int outputs) {
        return job.oneRow
                ? TensorSlice.ofRow(unit, tensor, firstOutput, outputs)
                : TensorSlice.of(unit, tensor, shape, machineRow, rows.count(), firstOutput, outputs, -1);
    }
}
