// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * Coarse-to-fine choice of the kinds of layers, dense with 8-bit weights or others, after P²-ViT. Coarse: attention and MLP of each block by the
 * curvature of the loss ({@link HessianTrace}). Fine: an evolutionary search over layers whose fitness is the SQNR of the
 * integer network's logits; most children are judged by the sum of what their layers do alone, the best are measured. The
 * images must not be those that results are reported on.
 */
public final class PrecisionSearch {
    /** Budgets for the front, as shares of the way from the least cost to the greatest. */
    private static final double[] LEVELS = {0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1};

    private static final LayerKind WIDE = LayerKind.dense(8);

    private static final double MUTATION = 0.06;
    private static final int CHILDREN_FOR_EACH_MEASURED = 16;

    private final SearchOptions options;
    private final Cost cost;
    private final List<BlockLayer> layers;
    private final SearchMeasurer measurer;
    private final LayerKind cheapest;
    private final Map<SortedMap<String, LayerKind>, Combination> measured = new LinkedHashMap<>();

    private PrecisionSearch(VitShape shape, Cost cost, SearchOptions options, SearchMeasurer measurer) {
        this.options = options;
        this.cost = cost;
        this.layers = BlockLayer.of(shape);
        this.measurer = measurer;
        this.cheapest = options.kinds().stream()
                .min(Comparator.comparingDouble(kind -> cost.of(everywhere(kind))))
                .orElseThrow();
        requireBudget();
    }

    /**
     * @param curvature estimated rise of the loss with 4-bit weights, by module
     * @param layerNoise rise of the logits' noise-to-signal ratio with one layer of a kind, by kind and layer
     * @param coarse the choice by module, all of the kind that costs least
     * @param chosen the best within the budget
     * @param front measured combinations that no other beats in cost and SQNR, by rising cost
     * @param combinations number of combinations measured
     * @param greatestCost with 8-bit weights everywhere
     */
    public record Result(
            Map<String, Double> curvature,
            Map<String, Map<String, Double>> layerNoise,
            Combination coarse,
            Combination chosen,
            List<Combination> front,
            int combinations,
            double greatestCost) {}

    /**
     * Searches. The result depends on the networks, the images, the options and the seed, not on the engine and not on
     * how often it was interrupted.
     *
     * @param vit the float network with the tensors of {@code wide}, see {@link
     *     org.p2vit.quant.calibration.Quantizer#stored}
     * @param wide the network with 8-bit weights
     * @param samples images of calibration that layers of other kinds are made for
     * @param images held out from calibration
     * @param state where measurements are kept
     */
    public static Result run(
            FloatVit vit,
            QuantizedVit wide,
            List<FloatTensor> samples,
            List<FloatTensor> images,
            Cost cost,
            SearchOptions options,
            Measurements<Double> state,
            JobEngine engine,
            ProgressListener progress) {
        if (images.isEmpty()) {
            throw new InvalidInputException("A search needs at least one image that calibration does not see.");
        }
        SearchMeasurer measurer = new SearchMeasurer(vit, wide, samples, images, options, state, engine, progress);
        return new PrecisionSearch(vit.shape(), cost, options, measurer).run();
    }

    private void requireBudget() {
        double greatest = cost.of(Map.of());
        double least = cost.of(everywhere(cheapest));
        if (least > options.budget() * greatest) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "With layers of the kind %s in all blocks the network still costs %.1f %% of the 8-bit one; the budget"
                            + " is %.1f %%%s.",
                    cheapest,
                    100 * least / greatest,
                    100 * options.budget(),
                    least < greatest ? "" : " (cycles are saved by fewer bits only, not by zeros)"));
        }
    }

    private SortedMap<String, LayerKind> everywhere(LayerKind kind) {
        return of(layers, kind);
    }

    private static SortedMap<String, LayerKind> of(List<BlockLayer> layers, LayerKind kind) {
        SortedMap<String, LayerKind> kinds = new TreeMap<>();
        layers.forEach(layer -> kinds.put(layer.name(), kind));
        return kinds;
    }

    private Result run() {
        double greatest = cost.of(Map.of());
        double least = cost.of(everywhere(cheapest));
        double limit = options.budget() * greatest;
        Map<String, Double> curvature = measurer.curvature(
                layers.stream().map(BlockLayer::module).distinct().toList());
        LayerHarm harm = harm();
        List<SortedMap<String, LayerKind>> wanted = new ArrayList<>();
        wanted.add(new Budget(cost, limit, byModule(curvature)).repaired(coarse(curvature, limit)));
        for (double level : LEVELS) {
            wanted.add(new Budget(cost, least + level * (greatest - least), harm).repaired(Map.of()));
        }
        Budget budget = new Budget(cost, limit, harm);
        wanted.add(budget.repaired(Map.of()));
        measure("front", wanted);
        Combination coarse = measured.get(wanted.get(0));
        Combination chosen = evolve(budget, limit, harm);
        List<Combination> found = List.copyOf(measured.values());
        return new Result(curvature, harm.byKind(), coarse, chosen, Combination.front(found), found.size(), greatest);
    }

    private LayerHarm harm() {
        List<Map<String, LayerKind>> wanted = new ArrayList<>(List.of(Map.of()));
        for (LayerKind kind : options.kinds()) {
            layers.forEach(layer -> wanted.add(Map.of(layer.name(), kind)));
        }
        Map<Map<String, LayerKind>, Double> noise = measurer.noise("noise by layer", wanted, options.traceImages());
        double none = noise.get(Map.<String, LayerKind>of());
        SortedMap<String, Map<LayerKind, Double>> harm = new TreeMap<>();
        for (BlockLayer layer : layers) {
            Map<LayerKind, Double> own = new LinkedHashMap<>();
            for (LayerKind kind : options.kinds()) {
                // On few images a layer may seem to do good; it is then as good as harmless.
                own.put(kind, Math.max(noise.get(Map.of(layer.name(), kind)) - none, 1e-3 * none));
            }
            harm.put(layer.name(), own);
        }
        return new LayerHarm(harm);
    }

    /** Whole modules, those first that harm least for each unit of cost. */
    private Map<String, LayerKind> coarse(Map<String, Double> curvature, double limit) {
        double none = cost.of(Map.of());
        List<String> order = curvature.keySet().stream()
                .sorted(Comparator.comparingDouble(
                        (String module) -> curvature.get(module) / (none - cost.of(ofModule(module)))))
                .toList();
        Map<String, LayerKind> kinds = new TreeMap<>();
        for (String module : order) {
            if (cost.of(kinds) <= limit) {
                break;
            }
            kinds.putAll(ofModule(module));
        }
        return kinds;
    }

    private Map<String, LayerKind> ofModule(String module) {
        return of(layers.stream().filter(layer -> layer.module().equals(module)).toList(), cheapest);
    }

    /** The curvature of a module, shared by its layers in proportion to their weights. */
    private LayerHarm byModule(Map<String, Double> curvature) {
        Map<String, Long> weights = layers.stream()
                .collect(Collectors.groupingBy(BlockLayer::module, Collectors.summingLong(BlockLayer::weights)));
        SortedMap<String, Map<LayerKind, Double>> harm = new TreeMap<>();
        layers.forEach(layer -> harm.put(
                layer.name(),
                Map.of(cheapest, curvature.get(layer.module()) * layer.weights() / weights.get(layer.module()))));
        return new LayerHarm(harm);
    }

    private Combination evolve(Budget budget, double limit, LayerHarm harm) {
        SplittableRandom random = new SplittableRandom(options.seed());
        List<Combination> population = fittest(limit);
        for (int generation = 0; generation < options.generations(); generation++) {
            Map<SortedMap<String, LayerKind>, Double> children = new HashMap<>();
            for (int i = 0; i < options.measured() * CHILDREN_FOR_EACH_MEASURED; i++) {
                SortedMap<String, LayerKind> child = budget.repaired(child(population, random));
                if (!measured.containsKey(child)) {
                    children.put(child, harm.of(child));
                }
            }
            List<SortedMap<String, LayerKind>> best = children.entrySet().stream()
                    .sorted(Map.Entry.<SortedMap<String, LayerKind>, Double>comparingByValue()
                            .thenComparing(entry -> entry.getKey().toString()))
                    .limit(options.measured())
                    .map(Map.Entry::getKey)
                    .toList();
            measure(String.format(Locale.ROOT, "evolution %d of %d", generation + 1, options.generations()), best);
            population = fittest(limit);
        }
        return population.get(0);
    }

    /** Each layer as in one of two parents, and some otherwise. */
    private Map<String, LayerKind> child(List<Combination> population, SplittableRandom random) {
        Map<String, LayerKind> mother =
                population.get(random.nextInt(population.size())).kinds();
        Map<String, LayerKind> father =
                population.get(random.nextInt(population.size())).kinds();
        Map<String, LayerKind> child = new TreeMap<>();
        for (BlockLayer layer : layers) {
            LayerKind kind = (random.nextBoolean() ? mother : father).getOrDefault(layer.name(), WIDE);
            if (random.nextDouble() < MUTATION) {
                kind = other(kind, random);
            }
            if (!kind.equals(WIDE)) {
                child.put(layer.name(), kind);
            }
        }
        return child;
    }

    private LayerKind other(LayerKind kind, SplittableRandom random) {
        List<LayerKind> others = new ArrayList<>(options.kinds());
        others.add(WIDE);
        others.remove(kind);
        return others.get(others.size() == 1 ? 0 : random.nextInt(others.size()));
    }

    private List<Combination> fittest(double limit) {
        List<Combination> within = new ArrayList<>(measured.values());
        within.removeIf(combination -> combination.cost() > limit);
        within.sort(Comparator.comparingDouble(Combination::sqnrDb).reversed());
        return within.subList(0, Math.min(options.population(), within.size()));
    }

    private void measure(String step, List<SortedMap<String, LayerKind>> choices) {
        measurer.noise(step, choices, options.fitnessImages())
                .forEach((kinds, noise) -> measured.put(
                        new TreeMap<>(kinds),
                        new Combination(new TreeMap<>(kinds), cost.of(kinds), -10 * Math.log10(noise))));
    }
}
