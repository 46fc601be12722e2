// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.Sparsity;
import org.p2vit.quant.weights.FloatBlock;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatVit;

/**
 * Finds the layers of a checkpoint that are N:M sparse already. They keep their pattern: they become sparse layers, with the
 * bits that they would have anyway, and nothing is rotated, which would fill the zeros.
 */
final class SparseCheckpoint {
    private static final List<Sparsity> TIGHTEST_FIRST =
            List.of(Sparsity.TWO_OF_FOUR, Sparsity.FOUR_OF_EIGHT, Sparsity.THREE_OF_FOUR);

    private SparseCheckpoint() {}

    /** The options unchanged if no layer is sparse but those that they say are. */
    static QuantizerOptions recognised(FloatVit vit, QuantizerOptions options) {
        Map<String, LayerKind> kinds = new TreeMap<>(options.layers());
        for (int n = 0; n < vit.blocks().size(); n++) {
            FloatBlock block = vit.blocks().get(n);
            String at = "blocks." + n + ".";
            int dim = vit.shape().dim();
            List<String> thirds = List.of("q", "k", "v");
            for (int third = 0; third < thirds.size(); third++) {
                recognise(at + thirds.get(third), block.qkv(), third * dim, (third + 1) * dim, options, kinds);
            }
            Map.of("proj", block.proj(), "fc1", block.fc1(), "fc2", block.fc2())
                    .forEach((name, layer) -> recognise(at + name, layer, 0, layer.outputs(), options, kinds));
        }
        return kinds.equals(options.layers())
                ? options
                : options.withLayers(kinds).without(Technique.ROTATION);
    }

    private static void recognise(
            String name, FloatLinear layer, int from, int to, QuantizerOptions options, Map<String, LayerKind> kinds) {
        LayerKind kind = options.kindOf(name);
        sparsity(layer, from, to)
                .ifPresent(found -> kinds.put(name, kind.isDense() ? new LayerKind(kind.weightBits(), found) : kind));
    }

    /** The tightest sparsity of some outputs; none if all their weights are 0 or there is not one whole group. */
    private static Optional<Sparsity> sparsity(FloatLinear layer, int from, int to) {
        int inputs = layer.inputs();
        boolean something = false;
        for (int o = from; o < to && !something; o++) {
            for (int k = 0; k < inputs; k++) {
                something |= layer.weight().get(o, k) != 0;
            }
        }
        return !something
                ? Optional.empty()
                : TIGHTEST_FIRST.stream()
                        .filter(one -> inputs >= one.group())
                        .filter(one -> {
                            for (int o = from; o < to; o++) {
                                int output = o;
                                if (!fits(one, inputs, k -> layer.weight().get(output, k))) {
                                    return false;
                                }
                            }
                            return true;
                        })
                        .findFirst();
    }

    private static boolean fits(Sparsity sparsity, int inputs, IntToDoubleFunction weight) {
        for (int first = 0; first < inputs; first += sparsity.group()) {
            int used = 0;
            for (int k = first; k < Math.min(first + sparsity.group(), inputs); k++) {
                used += weight.applyAsDouble(k) == 0 ? 0 : 1;
            }
            if (used > sparsity.kept()) {
                return false;
            }
        }
        return true;
    }
}
