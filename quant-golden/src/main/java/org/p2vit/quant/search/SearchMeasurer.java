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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.Reduction;
import org.p2vit.quant.job.Work;
import org.p2vit.quant.model.LayerKind;
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
    private final QuantizedVit wide;
    private final List<FloatTensor> samples;
    private final List<FloatTensor> images;
    /** Made once something is to be measured with it. */
    private MixedLogits mixed;

    private final List<float[]> exact;

    /** @param samples images that layers of other kinds are made for */
    SearchMeasurer(
            FloatVit vit,
            QuantizedVit wide,
            List<FloatTensor> samples,
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
        this.wide = wide;
        this.samples = first(samples, options.traceImages());
        this.images = first(images, Math.max(options.traceImages(), options.fitnessImages()));
        this.exact = new ArrayList<>();
        run("float logits", numbers(this.images.size()), new FloatLogits(vit, this.images), exact::add);
        this.trace = new HessianTrace(vit, few, first(exact, few.size()));
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
     * Noise of the logits relative to their signal, Σ (float − quantized)² / Σ float², by choice of kinds.
     *
     * @param step what progress calls it
     * @param count of the first images
     */
    Map<Map<String, LayerKind>, Double> noise(
            String step, Collection<? extends Map<String, LayerKind>> choices, int count) {
        Set<SortedMap<String, LayerKind>> distinct = new LinkedHashSet<>();
        choices.forEach(kinds -> distinct.add(new TreeMap<>(kinds)));
        int shown = Math.min(count, exact.size());
        List<MixedLogits.Piece> pieces = distinct.stream()
                .filter(kinds -> state.find(name(kinds, count)).isEmpty())
                .flatMap(kinds -> numbers(shown).stream().map(image -> new MixedLogits.Piece(kinds, image)))
                .toList();
        LogitNoise sums = new LogitNoise(exact, wide.exponents().logits());
        int[] done = new int[1];
        if (!pieces.isEmpty() && mixed == null) {
            mixed = mixed();
        }
        run(step, pieces, mixed, logits -> {
            MixedLogits.Piece piece = pieces.get(done[0]++);
            sums.add(piece.image(), logits);
            if (piece.image() == shown - 1) {
                state.put(name(piece.kinds(), count), sums.take());
            }
        });
        Map<Map<String, LayerKind>, Double> noise = new LinkedHashMap<>();
        distinct.forEach(
                kinds -> noise.put(kinds, state.find(name(kinds, count)).orElseThrow()));
        return noise;
    }

    private MixedLogits mixed() {
        InputCodes inputs = new InputCodes(wide, samples, options.threads());
        Map<LayerKind, QuantizedVit> uniform = new LinkedHashMap<>();
        for (LayerKind kind : options.kinds()) {
            progress.at("layers of other kinds", uniform.size(), options.kinds().size());
            uniform.put(kind, MixedNetwork.uniform(wide, inputs, kind, options.threads()));
        }
        return new MixedLogits(wide, uniform, images);
    }

    private static String name(SortedMap<String, LayerKind> kinds, int images) {
        return String.format(Locale.ROOT, "noise on %d images of %s", images, kinds);
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
