// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.job.Work;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatTensor;

/**
 * Logits of forms of one 8-bit network that have 4-bit weights in some layers. Serialised it is the network's bundle, the
 * means of its layers' inputs and the images.
 */
final class MixedLogits implements Work<MixedLogits.Piece, int[]> {
    private static final long serialVersionUID = 1L;

    private final transient QuantizedVit wide;
    private final transient MeanCodes means;
    private final transient List<FloatTensor> images;
    private final transient MixedNetwork mixed;

    /**
     * An image and a form.
     *
     * @param int4 names of layers with 4-bit weights
     * @param image its number, from 0
     */
    record Piece(SortedSet<String> int4, int image) implements Serializable {
        Piece {
            int4 = Collections.unmodifiableSortedSet(new TreeSet<>(int4));
        }
    }

    MixedLogits(QuantizedVit wide, MeanCodes means, List<FloatTensor> images) {
        this.wide = wide;
        this.means = means;
        this.images = List.copyOf(images);
        this.mixed = new MixedNetwork(wide, means);
    }

    /** Exponent of what the logits are multiples of. */
    int exponent() {
        return wide.exponents().logits();
    }

    @Override
    public int[] of(Piece piece) {
        QuantizedVit network = mixed.with(piece.int4);
        byte[] codes = network.input().encode(images.get(piece.image).toArray());
        return new GoldenVit(network).forward(codes);
    }

    @Override
    public String describe(Piece piece) {
        return "image " + (piece.image + 1) + " with " + piece.int4.size() + " layers of 4 bits";
    }

    private Object writeReplace() {
        return new SerialForm(QuantizedBundle.toBytes(wide), means, images);
    }

    private record SerialForm(byte[] bundle, MeanCodes means, List<FloatTensor> images) implements Serializable {
        private Object readResolve() {
            return new MixedLogits(QuantizedBundle.fromBytes(bundle), means, images);
        }
    }
}
