// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A choice of layers with 4-bit weights that was measured.
 *
 * @param int4 their names
 * @param cost of the network
 * @param sqnrDb of the logits against float, on images held out from calibration, with quick 4-bit forms of the layers
 */
public record Combination(SortedSet<String> int4, double cost, double sqnrDb) {
    public Combination {
        int4 = Collections.unmodifiableSortedSet(new TreeSet<>(int4));
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
}
