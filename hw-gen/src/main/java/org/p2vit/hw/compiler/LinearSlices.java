// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.List;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.Semaphore;

/** Cuts linear layers into slices of output tiles and loads these, weights and parameters, into two rings. */
final class LinearSlices {
    /** A weight slice takes at most this part of the ring, so that the next ones load while it is used. */
    private static final int RING_PARTS = 3;
    /** The same where a layer leaves as much of the ring as it can to the next; the slices ahead must fit the command queues. */
    private static final int FINE_RING_PARTS = 6;

    private final ProgramBuilder program;
    private final Layout layout;
    private final RingAllocator weights;
    private final RingAllocator parameters;

    LinearSlices(ProgramBuilder program, Layout layout, int weightWords, int parameterGroups) {
        this.program = program;
        this.layout = layout;
        this.weights = new RingAllocator("weight buffer", weightWords);
        this.parameters = new RingAllocator("requantization parameter buffer", parameterGroups);
    }

    /**
     * Output tiles whose weights and parameters are in the buffers.
     *
     * @param weights address in the weight buffer
     * @param parameters address in the parameter buffer
     */
    record Slice(int firstTile, int outTiles, int weights, int parameters) {
        /** One slice out of {@code slices} that lie one behind the other in the buffers. */
        static Slice joined(List<Slice> slices) {
            Slice first = slices.get(0);
            int tiles = slices.stream().mapToInt(Slice::outTiles).sum();
            return new Slice(first.firstTile, tiles, first.weights, first.parameters);
        }
    }

    /** The next slices go to the beginning of the rings; before each image, so that they come to the same places. */
    void restart() {
        weights.restart();
        parameters.restart();
    }

    /** How many slices the output tiles from {@code from} on are loaded in; those that share weight words stay together. */
    int count(LinearJob job, int from) {
        int shared = job.step();
        int ringParts = job.fine ? FINE_RING_PARTS : RING_PARTS;
        int room = Math.min(
                weights.capacity() / ringParts / job.depth(layout), parameters.capacity() / ringParts / shared);
        int steps = Math.max(1, Math.min(room, (int) MatMulCommand.OUT_TILES.max() / shared));
        return Layout.ceilDiv(Layout.ceilDiv(outTiles(job) - from, shared), steps);
    }

    /** How many of the smallest slices may stay in the rings side by side, with half as much left for others. */
    int singles(LinearJob job) {
        int depth = job.depth(layout);
        int room = Math.min(weights.capacity() / depth, parameters.capacity() / job.step()) * 2 / 3;
        return Math.max(1, Math.min(room, outTiles(job) / job.step()));
    }

    int outTiles(LinearJob job) {
        return layout.words(job.outputs);
    }

    /** Loads parameters and weights of {@code most} output tiles, or of all that are left. */
    Slice load(LinearJob job, int firstTile, int most) {
        int outTiles = Math.min(most, outTiles(job) - firstTile);
        int depth = job.depth(layout);
        int firstOutput = firstOutput(job, firstTile);
        int outputs = outputs(job, firstTile, outTiles);
        RingAllocator.Allocation groups = parameters.allocate(outTiles, job.layer.name());
        program.load(
                program.constant(
                        new ProgramBuilder.Key(job.layer.bias(), firstOutput, outputs),
                        () -> layout.requantParameters(
                                job.layer, job.destination == RequantCommand.Destination.RES, firstOutput, outputs)),
                LoadCommand.Destination.RQP,
                groups.address(),
                groups.tokens(),
                Semaphore.REQUANT_PARAMETERS_FREE,
                Semaphore.REQUANT_PARAMETERS_LOADED);
        int shared = job.step();
        RingAllocator.Allocation words = weights.allocate(Layout.ceilDiv(outTiles, shared) * depth, job.layer.name());
        program.load(
                program.constant(
                        new ProgramBuilder.Key(job.layer.weights(), firstOutput, outputs),
                        () -> layout.weights(job.layer, job.inputGroup, firstOutput, outputs)),
                LoadCommand.Destination.WGT,
                words.address(),
                words.tokens(),
                Semaphore.WEIGHTS_FREE,
                Semaphore.WEIGHTS_LOADED);
        return new Slice(firstTile, outTiles, words.address(), groups.address());
    }

    int firstOutput(LinearJob job, int firstTile) {
        return job.firstOutput + firstTile * layout.word();
    }

    int outputs(LinearJob job, int firstTile, int outTiles) {
        return Math.min(outTiles * layout.word(), job.outputs - firstTile * layout.word());
    }
}
