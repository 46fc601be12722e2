// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.Collection;
import java.util.List;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.LayerKind;

/**
 * How thorough a search is.
 *
 * @param budget greatest cost of the result, as a share of that with 8-bit weights everywhere
 * @param kinds that layers may have beside 8, dense with 8-bit weights
 * @param probes sign vectors for each trace
 * @param traceImages images on which traces and the noise of single layers are measured
 * @param fitnessImages images on which combinations are measured
 * @param population combinations that live on
 * @param generations of the evolution
 * @param measured combinations measured in each generation; others are judged by the sum of their layers' noise
 * @param seed of everything random
 * @param threads working threads; the result does not depend on them
 */
public record SearchOptions(
        double budget,
        List<LayerKind> kinds,
        int probes,
        int traceImages,
        int fitnessImages,
        int population,
        int generations,
        int measured,
        long seed,
        int threads) {
    private static final LayerKind WIDE = LayerKind.dense(8);

    /** Some minutes on two processors for DeiT-Tiny. */
    public static final SearchOptions DEFAULT = new SearchOptions(
            0.7,
            List.of(LayerKind.dense(4)),
            1,
            8,
            32,
            8,
            8,
            4,
            1,
            Runtime.getRuntime().availableProcessors());

    public SearchOptions {
        kinds = kinds.stream().distinct().filter(kind -> !kind.equals(WIDE)).toList();
        if (kinds.isEmpty()) {
            throw new InvalidInputException("A search needs a kind of layer beside " + WIDE + ", e.g. 4 or 8s2:4.");
        }
        if (!(budget > 0 && budget <= 1)) {
            throw new InvalidInputException(
                    "The budget is " + budget + "; it is a share of the cost with 8-bit weights, above 0 up to 1.");
        }
        int least = Math.min(Math.min(probes, traceImages), Math.min(fitnessImages, threads));
        if (Math.min(least, Math.min(population, measured)) < 1 || generations < 0) {
            throw new InvalidInputException("Probes, images, population, measured combinations and threads must be at"
                    + " least 1, generations at least 0.");
        }
    }

    public SearchOptions withKinds(Collection<LayerKind> others) {
        return new SearchOptions(
                budget,
                List.copyOf(others),
                probes,
                traceImages,
                fitnessImages,
                population,
                generations,
                measured,
                seed,
                threads);
    }

    public SearchOptions withBudget(double share) {
        return new SearchOptions(
                share, kinds, probes, traceImages, fitnessImages, population, generations, measured, seed, threads);
    }

    public SearchOptions withSeed(long value) {
        return new SearchOptions(
                budget, kinds, probes, traceImages, fitnessImages, population, generations, measured, value, threads);
    }

    public SearchOptions withGenerations(int count) {
        return new SearchOptions(
                budget, kinds, probes, traceImages, fitnessImages, population, count, measured, seed, threads);
    }

    public SearchOptions withImages(int traces, int fitness) {
        return new SearchOptions(
                budget, kinds, probes, traces, fitness, population, generations, measured, seed, threads);
    }
}
