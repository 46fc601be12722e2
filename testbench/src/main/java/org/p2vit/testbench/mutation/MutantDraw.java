// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws mutants by seed from all modules. A large module has more than a small one, by the square root of its points, and every module has
 * one at least if there are enough. Whether a point is drawn before another of its module depends on the seed and on their identities only.
 */
final class MutantDraw {
    private MutantDraw() {}

    /** In the order of {@code points}; all of them if there are not more. */
    static List<MutationPoint> of(List<MutationPoint> points, int count, long seed) {
        Map<String, List<MutationPoint>> modules = new LinkedHashMap<>();
        points.forEach(point ->
                modules.computeIfAbsent(point.module(), m -> new ArrayList<>()).add(point));
        modules.values().forEach(list -> list.sort(Comparator.comparingLong(point -> rank(point, seed))));
        Map<String, Integer> shares = shares(modules, Math.min(count, points.size()), seed);
        List<MutationPoint> drawn = new ArrayList<>();
        modules.forEach((module, list) -> drawn.addAll(list.subList(0, shares.getOrDefault(module, 0))));
        drawn.sort(Comparator.comparingInt(MutationPoint::from).thenComparing(MutationPoint::id));
        return drawn;
    }

    private static long rank(MutationPoint point, long seed) {
        long mixed = seed;
        for (int i = 0; i < point.id().length(); i++) {
            mixed = 31 * mixed + point.id().charAt(i);
        }
        return new SplittableRandom(mixed).nextLong();
    }

    /** One after the other to the module that has least for its size. */
    private static Map<String, Integer> shares(Map<String, List<MutationPoint>> modules, int count, long seed) {
        List<String> order = new ArrayList<>(modules.keySet());
        order.sort(Comparator.comparingLong(module -> rank(modules.get(module).get(0), seed)));
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String poorest = order.stream()
                    .filter(module ->
                            shares.getOrDefault(module, 0) < modules.get(module).size())
                    .min(Comparator.comparingDouble(module -> shares.getOrDefault(module, 0)
                            / Math.sqrt(modules.get(module).size())))
                    .orElseThrow();
            shares.merge(poorest, 1, Integer::sum);
        }
        return shares;
    }
}
