// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.job.Work;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatTensor;

/**
 * Logits of forms of one 8-bit network in which some layers are of other kinds. Serialised it is the bundles of this network
 * and of those with one kind everywhere, and the images.
 */
final class MixedLogits implements Work<MixedLogits.Piece, int[]> {
    private static final long serialVersionUID = 1L;

    private final transient QuantizedVit wide;
    private final transient Map<LayerKind, QuantizedVit> uniform;
    private final transient List<FloatTensor> images;

    /**
     * An image and a form.
     *
     * @param kinds of layers that are not as in the 8-bit network
     * @param image its number, from 0
     */
    record Piece(SortedMap<String, LayerKind> kinds, int image) implements Serializable {
        Piece {
            kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        }
    }

    /** @param uniform networks by the kind of all their layers, see {@link MixedNetwork} */
    MixedLogits(QuantizedVit wide, Map<LayerKind, QuantizedVit> uniform, List<FloatTensor> images) {
        this.wide = wide;
        this.uniform = Map.copyOf(uniform);
        this.images = List.copyOf(images);
    }

    @Override
    public int[] of(Piece piece) {
        QuantizedVit network = MixedNetwork.mixed(wide, piece.kinds, uniform);
        byte[] codes = network.input().encode(images.get(piece.image).toArray());
        return new GoldenVit(network).forward(codes);
    }

    @Override
    public String describe(Piece piece) {
        return "image " + (piece.image + 1) + " with " + piece.kinds.size() + " layers of other kinds";
    }

    private Object writeReplace() {
        HashMap<LayerKind, byte[]> bundles = new HashMap<>();
        uniform.forEach((kind, network) -> bundles.put(kind, QuantizedBundle.toBytes(network)));
        return new SerialForm(QuantizedBundle.toBytes(wide), bundles, images);
    }

    private record SerialForm(byte[] wide, HashMap<LayerKind, byte[]> uniform, List<FloatTensor> images)
            implements Serializable {
        private Object readResolve() {
            Map<LayerKind, QuantizedVit> networks = new HashMap<>();
            uniform.forEach((kind, bundle) -> networks.put(kind, QuantizedBundle.fromBytes(bundle)));
            return new MixedLogits(QuantizedBundle.fromBytes(wide), networks, images);
        }
    }
}
