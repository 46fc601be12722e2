// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * Coarse-to-fine choice of the layers with 4-bit weights, after P²-ViT. Coarse: attention and MLP of each block by the
 * curvature of the loss ({@link HessianTrace}). Fine: an evolutionary search over layers whose fitness is the SQNR of the
 * integer network's logits; most children are judged by the sum of what their layers do alone, the best are measured. The
 * images must not be those that results are reported on.
 */
public final class PrecisionSearch {
    /** Budgets for the front, as shares of the way from the least cost to the greatest. */
    private static final double[] LEVELS = {0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1};

    private static final double MUTATION = 0.06;
    private static final int CHILDREN_FOR_EACH_MEASURED = 16;

    private final SearchOptions options;
    private final Cost cost;
    private final List<BlockLayer> layers;
    private final SearchMeasurer measurer;
    private final Map<SortedSet<String>, Combination> measured = new LinkedHashMap<>();

    private PrecisionSearch(VitShape shape, Cost cost, SearchOptions options, SearchMeasurer measurer) {
        this.options = options;
        this.cost = cost;
        this.layers = BlockLayer.of(shape);
        this.measurer = measurer;
    }

    /**
     * @param curvature estimated rise of the loss with 4-bit weights, by module
     * @param layerNoise rise of the logits' noise-to-signal ratio with 4-bit weights, by layer
     * @param coarse the choice by module
     * @param chosen the best within the budget
     * @param front measured combinations that no other beats in cost and SQNR, by rising cost
     * @param combinations number of combinations measured
     * @param greatestCost with 8-bit weights everywhere
     */
    public record Result(
            Map<String, Double> curvature,
            Map<String, Double> layerNoise,
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
     * @param images held out from calibration
     * @param state where measurements are kept
     */
    public static Result run(
            FloatVit vit,
            QuantizedVit wide,
            List<FloatTensor> images,
            Cost cost,
            SearchOptions options,
            Measurements<Double> state,
            JobEngine engine,
            ProgressListener progress) {
        if (images.isEmpty()) {
            throw new InvalidInputException("A search needs at least one image that calibration does not see.");
        }
        requireBudget(cost, BlockLayer.of(vit.shape()), options.budget());
        SearchMeasurer measurer = new SearchMeasurer(vit, wide, images, options, state, engine, progress);
        return new PrecisionSearch(vit.shape(), cost, options, measurer).run();
    }

    private static void requireBudget(Cost cost, List<BlockLayer> layers, double budget) {
        double greatest = cost.of(Set.of());
        double least = cost.of(names(layers));
        if (least > budget * greatest) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "With 4 bits in all blocks the network still costs %.1f %% of the 8-bit one; the budget is %.1f %%.",
                    100 * least / greatest,
                    100 * budget));
        }
    }

    private static Set<String> names(List<BlockLayer> layers) {
        return layers.stream().map(BlockLayer::name).collect(Collectors.toSet());
    }

    private Result run() {
        double greatest = cost.of(Set.of());
        double least = cost.of(names(layers));
        double limit = options.budget() * greatest;
        Map<String, Double> curvature = measurer.curvature(
                layers.stream().map(BlockLayer::module).distinct().toList());
        Map<String, Double> layerNoise = layerNoise();
        List<SortedSet<String>> wanted = new ArrayList<>();
        wanted.add(new Budget(cost, limit, byModule(curvature)).repaired(coarse(curvature, limit)));
        for (double level : LEVELS) {
            wanted.add(new Budget(cost, least + level * (greatest - least), layerNoise).repaired(Set.of()));
        }
        Budget budget = new Budget(cost, limit, layerNoise);
        wanted.add(budget.repaired(Set.of()));
        measure("front", wanted);
        Combination coarse = measured.get(wanted.get(0));
        Combination chosen = evolve(budget, limit, layerNoise);
        List<Combination> found = List.copyOf(measured.values());
        return new Result(curvature, layerNoise, coarse, chosen, Combination.front(found), found.size(), greatest);
    }

    private Map<String, Double> layerNoise() {
        List<Set<String>> wanted = new ArrayList<>(List.of(Set.of()));
        layers.forEach(layer -> wanted.add(Set.of(layer.name())));
        Map<Set<String>, Double> noise = measurer.noise("noise by layer", wanted, options.traceImages());
        double none = noise.get(Set.<String>of());
        Map<String, Double> harm = new LinkedHashMap<>();
        for (BlockLayer layer : layers) {
            // On few images a layer may seem to do good; it is then as good as harmless.
            harm.put(layer.name(), Math.max(noise.get(Set.of(layer.name())) - none, 1e-3 * none));
        }
        return harm;
    }

    /** Whole modules, those first that harm least for each unit of cost. */
    private Set<String> coarse(Map<String, Double> curvature, double limit) {
        double none = cost.of(Set.of());
        List<String> order = curvature.keySet().stream()
                .sorted(Comparator.comparingDouble(
                        (String module) -> curvature.get(module) / (none - cost.of(layersOf(module)))))
                .toList();
        Set<String> int4 = new TreeSet<>();
        for (String module : order) {
            if (cost.of(int4) <= limit) {
                break;
            }
            int4.addAll(layersOf(module));
        }
        return int4;
    }

    private Set<String> layersOf(String module) {
        return layers.stream()
                .filter(layer -> layer.module().equals(module))
                .map(BlockLayer::name)
                .collect(Collectors.toSet());
    }

    /** The curvature of a module, shared by its layers in proportion to their weights. */
    private Map<String, Double> byModule(Map<String, Double> curvature) {
        Map<String, Long> weights = layers.stream()
                .collect(Collectors.groupingBy(BlockLayer::module, Collectors.summingLong(BlockLayer::weights)));
        return layers.stream()
                .collect(Collectors.toMap(
                        BlockLayer::name,
                        layer -> curvature.get(layer.module()) * layer.weights() / weights.get(layer.module())));
    }

    private Combination evolve(Budget budget, double limit, Map<String, Double> harm) {
        SplittableRandom random = new SplittableRandom(options.seed());
        List<Combination> population = fittest(limit);
        for (int generation = 0; generation < options.generations(); generation++) {
            Map<SortedSet<String>, Double> children = new HashMap<>();
            for (int i = 0; i < options.measured() * CHILDREN_FOR_EACH_MEASURED; i++) {
                SortedSet<String> child = budget.repaired(child(population, random));
                if (!measured.containsKey(child)) {
                    children.put(child, child.stream().mapToDouble(harm::get).sum());
                }
            }
            List<SortedSet<String>> best = children.entrySet().stream()
                    .sorted(Map.Entry.<SortedSet<String>, Double>comparingByValue()
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
    private Set<String> child(List<Combination> population, SplittableRandom random) {
        SortedSet<String> mother =
                population.get(random.nextInt(population.size())).int4();
        SortedSet<String> father =
                population.get(random.nextInt(population.size())).int4();
        Set<String> child = new TreeSet<>();
        for (BlockLayer layer : layers) {
            boolean int4 = (random.nextBoolean() ? mother : father).contains(layer.name());
            if (int4 != random.nextDouble() < MUTATION) {
                child.add(layer.name());
            }
        }
        return child;
    }

    private List<Combination> fittest(double limit) {
        List<Combination> within = new ArrayList<>(measured.values());
        within.removeIf(combination -> combination.cost() > limit);
        within.sort(Comparator.comparingDouble(Combination::sqnrDb).reversed());
        return within.subList(0, Math.min(options.population(), within.size()));
    }

    private void measure(String step, List<SortedSet<String>> choices) {
        measurer.noise(step, choices, options.fitnessImages())
                .forEach((int4, noise) -> measured.put(
                        new TreeSet<>(int4),
                        new Combination(new TreeSet<>(int4), cost.of(int4), -10 * Math.log10(noise))));
    }
}
