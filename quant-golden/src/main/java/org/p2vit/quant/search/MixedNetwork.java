// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.p2vit.quant.calibration.layer.StandIn;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.spec.NumericContract;

/** Forms of one 8-bit network in which layers are of other kinds. */
final class MixedNetwork {
    private MixedNetwork() {}

    /** The network with every layer inside blocks of one kind. */
    static QuantizedVit uniform(QuantizedVit wide, InputCodes inputs, LayerKind kind, int threads) {
        QuantizerOptions options = QuantizerOptions.DEFAULT.withThreads(threads);
        return changed(wide, layer -> {
            // Rows of fc2's input have exponents, contract §2.
            int leastShift = layer.name().endsWith(".fc2") ? NumericContract.MAX_ROW_EXPONENT : 0;
            return StandIn.of(layer, inputs.of(layer.name()), kind, leastShift, options);
        });
    }

    /**
     * The network with some layers from others.
     *
     * @param kinds of these layers
     * @param uniform networks by the kind of all their layers
     */
    static QuantizedVit mixed(QuantizedVit wide, Map<String, LayerKind> kinds, Map<LayerKind, QuantizedVit> uniform) {
        return changed(
                wide,
                layer -> kinds.containsKey(layer.name())
                        ? layer(uniform.get(kinds.get(layer.name())), layer.name())
                        : layer);
    }

    private static QuantizedLinear layer(QuantizedVit network, String name) {
        int block = Integer.parseInt(name.split("\\.")[1]);
        return network.blocks().get(block).layers().stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static QuantizedVit changed(QuantizedVit network, UnaryOperator<QuantizedLinear> change) {
        List<QuantizedBlock> blocks =
                network.blocks().stream().map(block -> block.withLayers(change)).toList();
        return network.with(blocks, network.exponents());
    }
}
