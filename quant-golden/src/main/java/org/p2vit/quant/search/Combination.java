// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.p2vit.quant.model.LayerKind;

/**
 * A choice of kinds of layers that was measured.
 *
 * @param kinds of layers that are not dense with 8-bit weights, by name
 * @param cost of the network
 * @param sqnrDb of the logits against float, on images held out from calibration, with quick forms of the layers
 */
public record Combination(SortedMap<String, LayerKind> kinds, double cost, double sqnrDb) {
    public Combination {
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
    }

    /** Those that no other beats: by rising cost, each better than all that cost less. */
    static List<Combination> front(List<Combination> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble(Combination::cost)
                        .thenComparing(
                                Comparator.comparingDouble(Combination::sqnrDb).reversed()))
                .filter(one -> all.stream().noneMatch(other -> other.beats(one)))
                .distinct()
                .toList();
    }

    private boolean beats(Combination other) {
        return cost <= other.cost && sqnrDb >= other.sqnrDb && (cost < other.cost || sqnrDb > other.sqnrDb);
    }

    /** How many layers are of which kind but 8, e.g. {@code 12 of 4, 3 of 8s2:4}; {@code none}. */
    public String counts() {
        return kinds.isEmpty()
                ? "none"
                : kinds.values().stream()
                        .collect(Collectors.groupingBy(LayerKind::toString, TreeMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(kind -> kind.getValue() + " of " + kind.getKey())
                        .collect(Collectors.joining(", "));
    }
}
