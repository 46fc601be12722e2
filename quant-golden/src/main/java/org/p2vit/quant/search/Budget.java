// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.p2vit.quant.model.LayerKind;

/** Keeps combinations of kinds within a cost. Steps are preferred by the harm that they add for each unit of cost that they save. */
final class Budget {
    private final Cost cost;
    private final double limit;
    private final LayerHarm harm;
    /** What a kind of a layer saves by itself. */
    private final Map<String, Map<LayerKind, Double>> saved = new TreeMap<>();

    Budget(Cost cost, double limit, LayerHarm harm) {
        this.cost = cost;
        this.limit = limit;
        this.harm = harm;
        double none = cost.of(Map.of());
        harm.byLayer().forEach((layer, kinds) -> kinds.keySet()
                .forEach(kind -> saved.computeIfAbsent(layer, name -> new TreeMap<>(ORDER))
                        .put(kind, none - cost.of(Map.of(layer, kind)))));
    }

    private static final Comparator<LayerKind> ORDER = Comparator.comparing(LayerKind::toString);

    /** A layer and the kind that it is to get. */
    private record Step(String layer, LayerKind kind, double price) {}

    /** Makes more layers cheaper until the cost is within the limit, then gives back what harms most as far as the limit allows. */
    SortedMap<String, LayerKind> repaired(Map<String, LayerKind> kinds) {
        SortedMap<String, LayerKind> repaired = new TreeMap<>(kinds);
        while (cost.of(repaired) > limit) {
            Step step = cheapest(repaired);
            if (step == null) {
                break;
            }
            repaired.put(step.layer, step.kind);
        }
        List<String> worstFirst = repaired.keySet().stream()
                .sorted(Comparator.comparingDouble((String layer) -> -harm.of(layer, repaired.get(layer))))
                .toList();
        worstFirst.forEach(layer -> giveBack(layer, repaired));
        return repaired;
    }

    /** The step that adds least harm for what it saves; null if no step saves anything. */
    private Step cheapest(Map<String, LayerKind> kinds) {
        Step best = null;
        for (Map.Entry<String, Map<LayerKind, Double>> layer : saved.entrySet()) {
            LayerKind now = kinds.get(layer.getKey());
            double savedNow = now == null ? 0 : layer.getValue().get(now);
            double harmNow = harm.of(layer.getKey(), now);
            for (Map.Entry<LayerKind, Double> kind : layer.getValue().entrySet()) {
                double more = kind.getValue() - savedNow;
                if (more > 0) {
                    double price = (harm.of(layer.getKey(), kind.getKey()) - harmNow) / more;
                    if (best == null || price < best.price) {
                        best = new Step(layer.getKey(), kind.getKey(), price);
                    }
                }
            }
        }
        return best;
    }

    /** Gives a layer the least harmful kind that the limit allows, 8 first. */
    private void giveBack(String layer, SortedMap<String, LayerKind> kinds) {
        LayerKind now = kinds.remove(layer);
        if (cost.of(kinds) <= limit) {
            return;
        }
        List<LayerKind> better = saved.get(layer).keySet().stream()
                .filter(kind -> harm.of(layer, kind) < harm.of(layer, now))
                .sorted(Comparator.comparingDouble(kind -> harm.of(layer, kind)))
                .toList();
        for (LayerKind kind : better) {
            kinds.put(layer, kind);
            if (cost.of(kinds) <= limit) {
                return;
            }
        }
        kinds.put(layer, now);
    }
}
