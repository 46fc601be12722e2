// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.block;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * Chooses exponents of activations and attention logits by the error they cause downstream: block after block each is moved
 * one step finer and coarser, the integer network runs to its end, and the move stays if the logits come closer to float.
 * Nothing is linearized, so values that clip are seen as what they do.
 */
public final class DownstreamExponents {
    /** Images that errors are measured on. */
    private static final int IMAGES = 12;
    /** A move must take so much of the noise; less is chance. */
    private static final double WORTHWHILE = 0.003;

    private final List<StreamCodes> streams = new ArrayList<>();
    private final List<float[]> exact = new ArrayList<>();
    private final int threads;
    private QuantizedVit network;
    private double noise;

    private DownstreamExponents(FloatVit vit, QuantizedVit network, CalibrationSet images, int threads) {
        this.network = network;
        this.threads = threads;
        FloatForward forward = new FloatForward(vit);
        GoldenVit golden = new GoldenVit(network);
        int count = Math.min(IMAGES, images.size());
        OrderedWork.run(
                threads,
                count,
                i -> {
                    // Spread over the set, which may be sorted by class.
                    FloatTensor patches = images.patches(i * images.size() / count);
                    return new Start(golden.embed(network.input().encode(patches.toArray())), forward.logits(patches));
                },
                (i, start) -> {
                    streams.add(start.stream);
                    exact.add(start.logits);
                });
        this.noise = noise(network, 0);
    }

    private record Start(StreamCodes stream, float[] logits) {}

    /** The network with the exponents that serve its logits best; its codes of weights stay. */
    public static QuantizedVit refined(
            FloatVit vit, QuantizedVit network, CalibrationSet images, int threads, ProgressListener progress) {
        DownstreamExponents search = new DownstreamExponents(vit, network, images, threads);
        int depth = network.shape().depth();
        for (int n = 0; n < depth; n++) {
            progress.at("exponents by downstream error", n, depth);
            search.refine(n);
        }
        return search.network;
    }

    private void refine(int number) {
        for (ObjIntConsumer<BlockDraft> move : moves(network.shape().heads())) {
            if (!kept(number, move, -1)) {
                kept(number, move, 1);
            }
        }
        GoldenVit golden = new GoldenVit(network);
        OrderedWork.run(threads, streams.size(), i -> golden.block(number, streams.get(i)), streams::set);
    }

    private static List<ObjIntConsumer<BlockDraft>> moves(int heads) {
        List<ObjIntConsumer<BlockDraft>> moves = new ArrayList<>(List.of(
                BlockDraft::norm1, BlockDraft::query, BlockDraft::key, BlockDraft::value, BlockDraft::attentionOutput));
        for (int head = 0; head < heads; head++) {
            int one = head;
            moves.add((draft, step) -> draft.logits(one, step));
        }
        moves.add(BlockDraft::norm2);
        return moves;
    }

    private boolean kept(int number, ObjIntConsumer<BlockDraft> move, int step) {
        QuantizedVit moved;
        try {
            moved = moved(number, move, step);
        } catch (InvalidInputException outsideTheContract) {
            return false;
        }
        double changed = noise(moved, number);
        if (changed >= noise * (1 - WORTHWHILE)) {
            return false;
        }
        network = moved;
        noise = changed;
        return true;
    }

    private QuantizedVit moved(int number, ObjIntConsumer<BlockDraft> move, int step) {
        BlockDraft draft = new BlockDraft(new BlockDraft.Form(
                network.blocks().get(number), network.exponents().blocks().get(number)));
        move.accept(draft, step);
        return with(network, number, draft.form());
    }

    /** A network with another form of a block. */
    static QuantizedVit with(QuantizedVit network, int number, BlockDraft.Form form) {
        List<QuantizedBlock> blocks = new ArrayList<>(network.blocks());
        Exponents old = network.exponents();
        List<BlockExponents> exponents = new ArrayList<>(old.blocks());
        blocks.set(number, form.block());
        exponents.set(number, form.exponents());
        return network.with(
                blocks, new Exponents(old.stream(), old.position(), exponents, old.readout(), old.logits()));
    }

    /** Squared error of the logits of a network that is as the present one before a block. */
    private double noise(QuantizedVit changed, int from) {
        GoldenVit golden = new GoldenVit(changed);
        double[] sum = new double[1];
        OrderedWork.run(
                threads,
                streams.size(),
                i -> {
                    StreamCodes stream = streams.get(i);
                    for (int n = from; n < changed.shape().depth(); n++) {
                        stream = golden.block(n, stream);
                    }
                    return golden.logits(stream);
                },
                (i, logits) -> sum[0] +=
                        error(exact.get(i), logits, changed.exponents().logits()));
        return sum[0];
    }

    private static double error(float[] exact, int[] logits, int exponent) {
        double error = 0;
        for (int c = 0; c < logits.length; c++) {
            double difference = exact[c] - Math.scalb((double) logits[c], exponent);
            error += difference * difference;
        }
        return error;
    }
}
