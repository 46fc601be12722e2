// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Keeps combinations of layers within a cost. Layers, or modules of layers, are preferred by what narrowing them harms for
 * each unit of cost that it saves.
 */
final class Budget {
    private final Cost cost;
    private final double limit;
    private final Map<String, Double> harm;
    private final List<String> cheapestFirst;

    /** @param harm by layer, of narrowing it alone */
    Budget(Cost cost, double limit, Map<String, Double> harm) {
        this.cost = cost;
        this.limit = limit;
        this.harm = harm;
        double none = cost.of(Set.of());
        this.cheapestFirst = harm.keySet().stream()
                .sorted(Comparator.comparingDouble((String layer) -> harm.get(layer) / (none - cost.of(Set.of(layer))))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Narrows more layers until the cost is within the limit, then widens what harms most as far as the limit allows. */
    SortedSet<String> repaired(Set<String> int4) {
        SortedSet<String> repaired = new TreeSet<>(int4);
        for (String layer : cheapestFirst) {
            if (cost.of(repaired) <= limit) {
                break;
            }
            repaired.add(layer);
        }
        List<String> worstFirst = repaired.stream()
                .sorted(Comparator.comparingDouble((String layer) -> -harm.get(layer)))
                .toList();
        for (String layer : worstFirst) {
            repaired.remove(layer);
            if (cost.of(repaired) > limit) {
                repaired.add(layer);
            }
        }
        return repaired;
    }
}
