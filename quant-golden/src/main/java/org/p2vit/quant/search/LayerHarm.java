// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.p2vit.quant.model.LayerKind;

/**
 * What each kind of each layer does by itself.
 *
 * @param byLayer harm by the kinds that the layer may have beside 8, by layer
 */
record LayerHarm(SortedMap<String, Map<LayerKind, Double>> byLayer) {
    /** The same by the text of the kind, then by layer. */
    Map<String, Map<String, Double>> byKind() {
        Map<String, Map<String, Double>> turned = new TreeMap<>();
        byLayer.forEach((layer, kinds) -> kinds.forEach((kind, harm) ->
                turned.computeIfAbsent(kind.toString(), text -> new TreeMap<>()).put(layer, harm)));
        return turned;
    }

    /** Of one layer; a layer without a kind is as it was. */
    double of(String layer, LayerKind kind) {
        return kind == null ? 0 : byLayer.get(layer).get(kind);
    }

    /** The sum over layers. */
    double of(Map<String, LayerKind> kinds) {
        double sum = 0;
        for (Map.Entry<String, LayerKind> layer : new TreeMap<>(kinds).entrySet()) {
            sum += of(layer.getKey(), layer.getValue());
        }
        return sum;
    }
}
