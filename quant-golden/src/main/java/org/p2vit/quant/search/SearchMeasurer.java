// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.Reduction;
import org.p2vit.quant.job.Work;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** Measures what a search asks for, many things at once on an engine, and keeps each as soon as it is known. */
final class SearchMeasurer {
    private final SearchOptions options;
    private final Measurements<Double> state;
    private final JobEngine engine;
    private final ProgressListener progress;
    private final HessianTrace trace;
    private final MixedLogits mixed;
    private final List<float[]> exact;

    SearchMeasurer(
            FloatVit vit,
            QuantizedVit wide,
            List<FloatTensor> images,
            SearchOptions options,
            Measurements<Double> state,
            JobEngine engine,
            ProgressListener progress) {
        this.options = options;
        this.state = state;
        this.engine = engine;
        this.progress = progress;
        List<FloatTensor> few = first(images, options.traceImages());
        List<FloatTensor> all = first(images, Math.max(options.traceImages(), options.fitnessImages()));
        this.exact = new ArrayList<>();
        run("float logits", numbers(all.size()), new FloatLogits(vit, all), exact::add);
        this.trace = new HessianTrace(vit, few, first(exact, few.size()));
        this.mixed = new MixedLogits(wide, new MeanCodes(wide, few, options.threads()), all);
    }

    private static <T> List<T> first(List<T> all, int most) {
        return all.subList(0, Math.min(all.size(), most));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Estimated rise of the loss with 4-bit weights, by module; see {@link HessianTrace}. */
    Map<String, Double> curvature(List<String> modules) {
        List<String> missing = modules.stream()
                .filter(module -> state.find(name(module)).isEmpty())
                .toList();
        List<HessianTrace.Probe> probes = missing.stream()
                .flatMap(module -> HessianTrace.probes(module, options.probes(), options.seed()).stream())
                .toList();
        List<Double> losses = new ArrayList<>();
        run("curvature by module", probes, trace, loss -> {
            losses.add(loss);
            if (losses.size() % (2 * options.probes()) == 0) {
                int done = losses.size() / (2 * options.probes());
                List<Double> own = losses.subList(losses.size() - 2 * options.probes(), losses.size());
                state.put(name(missing.get(done - 1)), HessianTrace.mean(own));
            }
        });
        Map<String, Double> curvature = new LinkedHashMap<>();
        modules.forEach(module -> curvature.put(module, state.find(name(module)).orElseThrow()));
        return curvature;
    }

    private String name(String module) {
        return String.format(
                Locale.ROOT,
                "curvature %s, %d probes of seed %d, %d images",
                module,
                options.probes(),
                options.seed(),
                options.traceImages());
    }

    /**
     * Noise of the logits relative to their signal, Σ (float − quantized)² / Σ float², by choice of layers with 4 bits.
     *
     * @param step what progress calls it
     * @param count of the first images
     */
    Map<Set<String>, Double> noise(String step, Collection<? extends Set<String>> choices, int count) {
        Set<SortedSet<String>> distinct = new LinkedHashSet<>();
        choices.forEach(int4 -> distinct.add(new TreeSet<>(int4)));
        int images = Math.min(count, exact.size());
        List<MixedLogits.Piece> pieces = distinct.stream()
                .filter(int4 -> state.find(name(int4, count)).isEmpty())
                .flatMap(int4 -> numbers(images).stream().map(image -> new MixedLogits.Piece(int4, image)))
                .toList();
        LogitNoise sums = new LogitNoise(exact, mixed.exponent());
        int[] done = new int[1];
        run(step, pieces, mixed, logits -> {
            MixedLogits.Piece piece = pieces.get(done[0]++);
            sums.add(piece.image(), logits);
            if (piece.image() == images - 1) {
                state.put(name(piece.int4(), count), sums.take());
            }
        });
        Map<Set<String>, Double> noise = new LinkedHashMap<>();
        distinct.forEach(int4 -> noise.put(int4, state.find(name(int4, count)).orElseThrow()));
        return noise;
    }

    private static String name(SortedSet<String> int4, int images) {
        return String.format(Locale.ROOT, "noise on %d images of %s", images, int4);
    }

    /** Results one by one, in the order of the pieces. */
    @FunctionalInterface
    private interface Sink<R> extends Reduction<R, Void> {
        @Override
        default Void total() {
            return null;
        }
    }

    private <P extends Serializable, R extends Serializable> void run(
            String step, List<P> pieces, Work<P, R> work, Sink<R> sink) {
        if (!pieces.isEmpty()) {
            engine.run(new Job<>(step, pieces, work, () -> sink), progress);
        }
    }
}
