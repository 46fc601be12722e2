// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.p2vit.hw.program.Semaphore.NONE;

import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Command.Destination;
import org.p2vit.hw.program.Command.Place;
import org.p2vit.hw.program.Command.Rows;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.VitShape;

/**
 * Emits linear layers: weights and parameters stream through two rings in slices of output tiles, each slice one MATMUL
 * and one REQUANT command over all token tiles.
 */
final class LinearEmitter {
    /** A weight slice takes at most this part of the ring, so that the next ones load while it is used. */
    private static final int RING_PARTS = 3;

    private final ProgramBuilder program;
    private final Layout layout;
    private final VitShape shape;
    private final RowHandover handover;
    private final Ring weights;
    private final Ring parameters;

    LinearEmitter(
            ProgramBuilder program,
            Layout layout,
            VitShape shape,
            RowHandover handover,
            int weightWords,
            int parameterGroups) {
        this.program = program;
        this.layout = layout;
        this.shape = shape;
        this.handover = handover;
        this.weights = new Ring("weight buffer", weightWords);
        this.parameters = new Ring("requantization parameter buffer", parameterGroups);
    }

    /** One layer, or the outputs of one head of it: operands, destination and who waits for whom. */
    static final class Job {
        private final QuantizedLinear layer;
        private final String tensor;
        private final Place input;
        private final int destination;
        private final Place output;
        private int firstOutput;
        private int outputs;
        private Rows rows;
        private int machineRow;
        private Place residual;
        private String product;
        private boolean gelu;
        private Semaphore matMulAfter = NONE;
        private Semaphore tileWait = NONE;
        private Semaphore requantAfter = NONE;
        private Semaphore tileSignal = NONE;
        private Semaphore end = NONE;

        Job(QuantizedLinear layer, String tensor, Place input, int destination, Place output) {
            this.layer = layer;
            this.tensor = tensor;
            this.product = tensor;
            this.input = input;
            this.destination = destination;
            this.output = output;
            this.outputs = layer.outputs();
        }

        Job outputs(int first, int count) {
            firstOutput = first;
            outputs = count;
            return this;
        }

        /** The rows to write; {@code first} is the machine row of the first of them. */
        Job rows(Rows value, int first) {
            rows = value;
            machineRow = first;
            return this;
        }

        Job residual(Place value) {
            residual = value;
            return this;
        }

        /** Applies the GELU table; {@code before} names the product ahead of it. */
        Job gelu(String before) {
            gelu = true;
            product = before;
            return this;
        }

        /** The first MATMUL takes a token. */
        Job matMulAfter(Semaphore semaphore) {
            matMulAfter = semaphore;
            return this;
        }

        /** The first MATMUL takes the rows that {@code semaphore} counts. */
        Job afterEachTile(Semaphore semaphore) {
            tileWait = semaphore;
            return this;
        }

        /** The first REQUANT takes a token. */
        Job requantAfter(Semaphore semaphore) {
            requantAfter = semaphore;
            return this;
        }

        /** The last REQUANT gives the rows. */
        Job signalEachTile(Semaphore semaphore) {
            tileSignal = semaphore;
            return this;
        }

        /** The last REQUANT gives a token at its end. */
        Job signalEnd(Semaphore semaphore) {
            end = semaphore;
            return this;
        }
    }

    void emit(Job job) {
        int depth = layout.words(job.layer.inputs());
        int total = layout.words(job.outputs);
        // Output tiles that share weight words stay together.
        int shared = Layout.tilesPerWeight(job.layer);
        int groups = Layout.ceilDiv(total, shared);
        int parts = Math.min(weights.capacity() / RING_PARTS / depth, parameters.capacity() / RING_PARTS / shared);
        int slices = Layout.ceilDiv(groups, Math.max(1, parts));
        int done = 0;
        for (int slice = 0; slice < slices; slice++) {
            int next = done + (groups - done) / (slices - slice);
            int tiles = Math.min(total, next * shared) - done * shared;
            emitSlice(job, done * shared, tiles, depth, slice == 0, slice == slices - 1);
            done = next;
        }
    }

    private void emitSlice(Job job, int firstTile, int outTiles, int depth, boolean first, boolean last) {
        int firstOutput = job.firstOutput + firstTile * layout.word();
        int outputs = Math.min(outTiles * layout.word(), job.firstOutput + job.outputs - firstOutput);
        Ring.Allocation groups = parameters.allocate(outTiles, job.layer.name());
        program.loadConstants(
                layout.requantParameters(job.layer, firstOutput, outputs),
                Destination.LOAD_REQUANT_PARAMETERS,
                groups.address(),
                groups.tokens(),
                Semaphore.REQUANT_PARAMETERS_FREE,
                Semaphore.REQUANT_PARAMETERS_LOADED);
        int shared = Layout.tilesPerWeight(job.layer);
        Ring.Allocation slice = weights.allocate(Layout.ceilDiv(outTiles, shared) * depth, job.layer.name());
        program.loadConstants(
                layout.weights(job.layer, firstOutput, outputs),
                Destination.LOAD_WGT,
                slice.address(),
                slice.tokens(),
                Semaphore.WEIGHTS_FREE,
                Semaphore.WEIGHTS_LOADED);

        Sync matMul = Sync.FREE.after(Semaphore.WEIGHTS_LOADED).signalEnd(Semaphore.WEIGHTS_FREE);
        Sync requant =
                Sync.FREE.after(Semaphore.REQUANT_PARAMETERS_LOADED).signalEnd(Semaphore.REQUANT_PARAMETERS_FREE);
        if (first) {
            matMul = handover.take(matMul.after(job.matMulAfter), job.tileWait);
            requant = requant.after(job.requantAfter);
        }
        if (last) {
            requant = handover.give(requant, job.tileSignal).signalEnd(job.end);
        }
        Rows rows = job.rows == null ? new Rows(0, shape.tokens()) : job.rows;
        int tiles = layout.tiles(rows.first() + rows.count());
        Place weightPlace = new Place(slice.address(), depth);
        program.add(
                Command.matMul(job.input, weightPlace, tiles, outTiles, depth, shared > 1, matMul),
                span(Unit.MATMUL, job.product + Span.ACCUMULATORS, job.machineRow, rows, firstOutput, outputs));
        program.add(
                Command.requant(
                        job.destination,
                        job.output.plus(firstTile),
                        groups.address(),
                        job.residual == null ? null : job.residual.plus(firstTile),
                        job.gelu,
                        rows,
                        outTiles,
                        requant),
                span(Unit.REQUANT, job.tensor, job.machineRow, rows, firstOutput, outputs));
        if (last) {
            handover.close(Unit.REQUANT, job.tileSignal);
        }
    }

    private Span span(Unit unit, String tensor, int machineRow, Rows rows, int firstOutput, int outputs) {
        return new Span(unit, tensor, shape.tokens(), machineRow, rows.count(), firstOutput, outputs, -1);
    }
}
