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
 * Emits linear layers: weights and parameters stream through two rings in slices of output tiles, as a rule each slice one MATMUL
 * and one REQUANT command over all token tiles.
 */
final class LinearEmitter {
    /** A weight slice takes at most this part of the ring, so that the next ones load while it is used. */
    private static final int RING_PARTS = 3;
    /** The same where a layer leaves as much of the ring as it can to the next; the slices ahead must fit the command queues. */
    private static final int FINE_RING_PARTS = 6;

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
        private int destination;
        private Place output;
        private int firstOutput;
        private int outputs;
        private Rows rows;
        private int machineRow;
        private Place residual;
        private String product;
        private boolean gelu;
        private Semaphore tileWait = NONE;
        private Semaphore requantAfter = NONE;
        private Semaphore tileSignal = NONE;
        private Semaphore end = NONE;
        private Semaphore matMulEnd = NONE;
        private boolean fine;

        Job(QuantizedLinear layer, String tensor, Place input, int destination, Place output) {
            this(layer, tensor, input);
            to(destination, output);
        }

        /** To be sent somewhere by {@link #to}. */
        Job(QuantizedLinear layer, String tensor, Place input) {
            this.layer = layer;
            this.tensor = tensor;
            this.product = tensor;
            this.input = input;
            this.outputs = layer.outputs();
        }

        Job to(int place, Place value) {
            destination = place;
            output = value;
            return this;
        }

        /** Where output tile {@code first} of token tile {@code tile} goes; transposed outputs have one place for all token tiles. */
        private Place outputFrom(int tile, int first) {
            return destination == Destination.REQUANT_WGT_TRANSPOSED
                    ? output.at(first)
                    : output.at(tile).plus(first);
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

        /** Streams the weights in smaller slices, so that those of the next layer come early. */
        Job fine() {
            fine = true;
            return this;
        }

        /** The last MATMUL gives a token at its end. */
        Job matMulEnd(Semaphore semaphore) {
            matMulEnd = semaphore;
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

    /**
     * Output tiles whose weights and parameters are in the buffers.
     *
     * @param weights address in the weight buffer
     * @param parameters address in the parameter buffer
     */
    record Slice(int firstTile, int outTiles, int weights, int parameters) {
        /** The tiles of this slice and of those behind it in the buffers, {@code count} in all. */
        Slice joined(int count) {
            return new Slice(firstTile, count, weights, parameters);
        }
    }

    /**
     * A slice's work on some rows.
     *
     * @param tile where the rows begin
     * @param rows the part of the job's rows, relative to the tile
     * @param takes the slice has just been loaded: waits for that
     * @param frees no other rows use the slice
     */
    record Work(Slice slice, int tile, Rows rows, boolean takes, boolean frees) {}

    /** The next slices go to the beginning of the rings; before each image, so that they come to the same places. */
    void restart() {
        weights.restart();
        parameters.restart();
    }

    void emit(Job job) {
        emit(job, 0);
    }

    /** The output tiles from {@code from} on. */
    void emit(Job job, int from) {
        Rows rows = job.rows == null ? new Rows(0, shape.tokens()) : job.rows;
        new LinearPass(this, job, from).emit(0, rows, true);
    }

    /** A job whose rows come in groups. */
    LinearPass begin(Job job) {
        return new LinearPass(this, job, 0);
    }

    /** How many slices the output tiles from {@code from} on are loaded in; those that share weight words stay together. */
    int slices(Job job, int from) {
        int shared = step(job);
        int ringParts = job.fine ? FINE_RING_PARTS : RING_PARTS;
        int parts = Math.min(
                weights.capacity() / ringParts / layout.words(job.layer.inputs()),
                parameters.capacity() / ringParts / shared);
        return Layout.ceilDiv(Layout.ceilDiv(outTiles(job) - from, shared), Math.max(1, parts));
    }

    /** MATMUL and REQUANT of {@code work}; with the first output tile the job's own waits. */
    void emit(Job job, Work work) {
        boolean begins = work.slice().firstTile() == 0;
        emit(
                job,
                work,
                handover.take(Sync.FREE, begins ? job.tileWait : NONE),
                Sync.FREE.after(begins && work.takes() ? job.requantAfter : NONE));
    }

    /** The fewest output tiles of a slice. */
    int step(Job job) {
        return Layout.tilesPerWeight(job.layer);
    }

    /** How many of the smallest slices may stay in the rings side by side, with half as much left for others. */
    int singles(Job job) {
        int depth = layout.words(job.layer.inputs());
        int room = Math.min(weights.capacity() / depth, parameters.capacity() / step(job)) * 2 / 3;
        return Math.max(1, Math.min(room, outTiles(job) / step(job)));
    }

    int outTiles(Job job) {
        return layout.words(job.outputs);
    }

    /** Loads parameters and weights of {@code outTiles} output tiles. */
    Slice load(Job job, int firstTile, int outTiles) {
        int depth = layout.words(job.layer.inputs());
        int firstOutput = firstOutput(job, firstTile);
        int outputs = outputs(job, firstTile, outTiles);
        Ring.Allocation groups = parameters.allocate(outTiles, job.layer.name());
        program.load(
                program.constant(
                        new ProgramBuilder.Key(job.layer.bias(), firstOutput, outputs),
                        () -> layout.requantParameters(job.layer, firstOutput, outputs)),
                Destination.LOAD_REQUANT_PARAMETERS,
                groups.address(),
                groups.tokens(),
                Semaphore.REQUANT_PARAMETERS_FREE,
                Semaphore.REQUANT_PARAMETERS_LOADED);
        int shared = step(job);
        Ring.Allocation words = weights.allocate(Layout.ceilDiv(outTiles, shared) * depth, job.layer.name());
        program.load(
                program.constant(
                        new ProgramBuilder.Key(job.layer.weights(), firstOutput, outputs),
                        () -> layout.weights(job.layer, firstOutput, outputs)),
                Destination.LOAD_WGT,
                words.address(),
                words.tokens(),
                Semaphore.WEIGHTS_FREE,
                Semaphore.WEIGHTS_LOADED);
        return new Slice(firstTile, outTiles, words.address(), groups.address());
    }

    /** MATMUL and REQUANT of {@code work}, with what each has to wait for besides. */
    void emit(Job job, Work work, Sync matMulWaits, Sync requantWaits) {
        Slice slice = work.slice();
        boolean whole = slice.firstTile() + slice.outTiles() == outTiles(job);
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
        int depth = layout.words(job.layer.inputs());
        int firstOutput = firstOutput(job, slice.firstTile());
        int outputs = outputs(job, slice.firstTile(), slice.outTiles());
        Rows rows = work.rows();
        int machineRow = job.machineRow + work.tile() * layout.tokenTile();
        program.add(
                Command.matMul(
                        job.input.at(work.tile()),
                        new Place(slice.weights(), depth),
                        layout.tiles(rows.first() + rows.count()),
                        slice.outTiles(),
                        depth,
                        step(job) > 1,
                        matMul),
                span(Unit.MATMUL, job.product + Span.ACCUMULATORS, machineRow, rows, firstOutput, outputs));
        program.add(
                Command.requant(
                        job.destination,
                        job.outputFrom(work.tile(), slice.firstTile()),
                        slice.parameters(),
                        job.residual == null
                                ? null
                                : job.residual.at(work.tile()).plus(slice.firstTile()),
                        job.gelu,
                        rows,
                        slice.outTiles(),
                        requant),
                span(Unit.REQUANT, job.tensor, machineRow, rows, firstOutput, outputs));
        if (whole && work.frees()) {
            handover.close(Unit.REQUANT, job.tileSignal);
        }
    }

    private int firstOutput(Job job, int firstTile) {
        return job.firstOutput + firstTile * layout.word();
    }

    private int outputs(Job job, int firstTile, int outTiles) {
        return Math.min(outTiles * layout.word(), job.outputs - firstTile * layout.word());
    }

    private Span span(Unit unit, String tensor, int machineRow, Rows rows, int firstOutput, int outputs) {
        return new Span(unit, tensor, shape.tokens(), machineRow, rows.count(), firstOutput, outputs, -1);
    }
}
