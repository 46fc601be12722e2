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
import org.p2vit.quant.model.QuantizedVit;
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
    private final Measurements<Double> state;
    private final ProgressListener progress;
    private final Cost cost;
    private final List<BlockLayer> layers;
    private final MixedNetwork mixed;
    private final LogitNoise noise;
    private final HessianTrace trace;
    private final Map<SortedSet<String>, Combination> measured = new LinkedHashMap<>();

    private PrecisionSearch(
            FloatVit vit,
            QuantizedVit wide,
            List<FloatTensor> images,
            Cost cost,
            SearchOptions options,
            Measurements<Double> state,
            ProgressListener progress) {
        this.options = options;
        this.state = state;
        this.progress = progress;
        this.cost = cost;
        this.layers = BlockLayer.of(vit.shape());
        List<FloatTensor> few = images.subList(0, Math.min(images.size(), options.traceImages()));
        this.mixed = new MixedNetwork(wide, new MeanCodes(wide, few, options.threads()));
        int most = Math.min(images.size(), Math.max(options.traceImages(), options.fitnessImages()));
        this.noise = new LogitNoise(vit, images.subList(0, most), options.threads(), progress);
        this.trace = new HessianTrace(vit, few, options.threads());
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
     * Searches. The result depends on the networks, the images, the options and the seed, not on the threads and not on
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
            ProgressListener progress) {
        if (images.isEmpty()) {
            throw new InvalidInputException("A search needs at least one image that calibration does not see.");
        }
        return new PrecisionSearch(vit, wide, images, cost, options, state, progress).run();
    }

    private Result run() {
        Set<String> all = layers.stream().map(BlockLayer::name).collect(Collectors.toSet());
        double greatest = cost.of(Set.of());
        double least = cost.of(all);
        double limit = options.budget() * greatest;
        if (least > limit) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "With 4 bits in all blocks the network still costs %.1f %% of the 8-bit one; the budget is %.1f %%.",
                    100 * least / greatest,
                    100 * options.budget()));
        }
        Map<String, Double> curvature = curvature();
        Map<String, Double> layerNoise = layerNoise();
        Combination coarse = measure(new Budget(cost, limit, byModule(curvature)).repaired(coarse(curvature, limit)));
        for (double level : LEVELS) {
            progress.at("front", measured.size(), LEVELS.length + 1L);
            measure(new Budget(cost, least + level * (greatest - least), layerNoise).repaired(Set.of()));
        }
        Combination chosen = evolve(new Budget(cost, limit, layerNoise), limit, layerNoise);
        List<Combination> found = List.copyOf(measured.values());
        return new Result(curvature, layerNoise, coarse, chosen, Combination.front(found), found.size(), greatest);
    }

    private Map<String, Double> curvature() {
        List<String> modules =
                layers.stream().map(BlockLayer::module).distinct().toList();
        Map<String, Double> curvature = new LinkedHashMap<>();
        for (String module : modules) {
            progress.at("curvature by module", curvature.size(), modules.size());
            String name = String.format(
                    Locale.ROOT,
                    "curvature %s, %d probes of seed %d, %d images",
                    module,
                    options.probes(),
                    options.seed(),
                    options.traceImages());
            curvature.put(module, state.get(name, () -> trace.of(module, options.probes(), options.seed())));
        }
        return curvature;
    }

    private Map<String, Double> layerNoise() {
        double none = noise(Set.of(), options.traceImages());
        Map<String, Double> harm = new LinkedHashMap<>();
        for (BlockLayer layer : layers) {
            progress.at("noise by layer", harm.size(), layers.size());
            double alone = noise(Set.of(layer.name()), options.traceImages());
            // On few images a layer may seem to do good; it is then as good as harmless.
            harm.put(layer.name(), Math.max(alone - none, 1e-3 * none));
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
        measure(budget.repaired(Set.of()));
        List<Combination> population = fittest(limit);
        for (int generation = 0; generation < options.generations(); generation++) {
            progress.at("evolution", generation, options.generations());
            Map<SortedSet<String>, Double> children = new HashMap<>();
            for (int i = 0; i < options.measured() * CHILDREN_FOR_EACH_MEASURED; i++) {
                SortedSet<String> child = budget.repaired(child(population, random));
                if (!measured.containsKey(child)) {
                    children.put(child, child.stream().mapToDouble(harm::get).sum());
                }
            }
            children.entrySet().stream()
                    .sorted(Map.Entry.<SortedSet<String>, Double>comparingByValue()
                            .thenComparing(entry -> entry.getKey().toString()))
                    .limit(options.measured())
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(this::measure);
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

    private Combination measure(SortedSet<String> int4) {
        return measured.computeIfAbsent(
                int4,
                names -> new Combination(
                        names, cost.of(names), -10 * Math.log10(noise(names, options.fitnessImages()))));
    }

    private double noise(Set<String> int4, int images) {
        String name = String.format(Locale.ROOT, "noise on %d images of %s", images, new TreeSet<>(int4));
        return state.get(name, () -> noise.of(mixed.with(int4), images));
    }
}
