// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.job.LocalEngine;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.SyntheticCheckpoint;

class PrecisionSearchTests {
    private static final long SEED = 3;
    private static final VitShape SHAPE = new VitShape(16, 16, 3, 8, 32, 2, 2, 64, 10);
    private static final SearchOptions OPTIONS =
            new SearchOptions(0.7, List.of(LayerKind.dense(4)), 1, 2, 3, 4, 3, 2, SEED, 1);

    private static final List<LayerKind> KINDS =
            Stream.of("4", "8s2:4", "8s3:4").map(LayerKind::parse).toList();

    @TempDir
    Path folder;

    private final FloatVit vit = CheckpointReader.read(new SyntheticCheckpoint(SHAPE, SEED));
    private final List<FloatTensor> images = Stream.generate(new Random(SEED)::nextLong)
            .limit(3)
            .map(PrecisionSearchTests::image)
            .toList();
    private final CalibrationSet calibration =
            CalibrationSet.ofPatches(ImagePreprocessor.of(SHAPE, vit.metadata()), images);
    private final FloatVit stored = Quantizer.stored(vit, QuantizerOptions.DEFAULT);
    private final QuantizedVit wide = quantized(QuantizerOptions.DEFAULT);
    private final Cost cost = Cost.weightBytes(SHAPE);

    @Test
    void choiceKeepsTheBudgetAndNothingOnTheFrontBeatsAnother() {
        PrecisionSearch.Result result = run(OPTIONS, Measurements.inMemory());
        double limit = OPTIONS.budget() * result.greatestCost();
        assertThat(result.chosen().cost()).isLessThanOrEqualTo(limit);
        assertThat(result.coarse().cost()).isLessThanOrEqualTo(limit);
        assertThat(result.chosen().sqnrDb())
                .isGreaterThanOrEqualTo(result.coarse().sqnrDb());
        assertThat(result.curvature())
                .hasSize(2 * SHAPE.depth())
                .allSatisfy((module, loss) -> assertThat(loss).as(module).isPositive());
        List<Combination> front = result.front();
        for (int i = 1; i < front.size(); i++) {
            assertThat(front.get(i).cost()).isGreaterThan(front.get(i - 1).cost());
            assertThat(front.get(i).sqnrDb()).isGreaterThan(front.get(i - 1).sqnrDb());
        }
        assertThat(front).last().satisfies(last -> assertThat(last.cost()).isLessThanOrEqualTo(result.greatestCost()));
    }

    @Test
    void sameSeedSameResultOnAnyNumberOfThreads() {
        SearchOptions threads = new SearchOptions(0.7, List.of(LayerKind.dense(4)), 1, 2, 3, 4, 3, 2, SEED, 3);
        assertThat(run(threads, Measurements.inMemory())).isEqualTo(run(OPTIONS, Measurements.inMemory()));
    }

    @Test
    void interruptedSearchGoesOnWhereItWas() {
        Path file = folder.resolve("state.json");
        PrecisionSearch.Result whole = run(OPTIONS, Measurements.inMemory());
        ProgressListener interruption = (step, done, total) -> {
            if (step.equals("evolution 2 of 3") && done == 1) {
                throw new IllegalStateException("interrupted");
            }
        };
        assertThatThrownBy(() -> PrecisionSearch.run(
                        stored,
                        wide,
                        images,
                        images,
                        cost,
                        OPTIONS,
                        Measurements.of(file, Double.class),
                        new LocalEngine(1),
                        interruption))
                .hasMessage("interrupted");
        Measurements<Double> second = Measurements.of(file, Double.class);
        assertThat(run(OPTIONS, second)).isEqualTo(whole);
        Measurements<Double> uninterrupted = Measurements.inMemory();
        run(OPTIONS, uninterrupted);
        assertThat(second.fresh()).isLessThan(uninterrupted.fresh() / 2);
        Measurements<Double> third = Measurements.of(file, Double.class);
        run(OPTIONS, third);
        assertThat(third.fresh()).isZero();
    }

    @Test
    void impossibleBudgetIsRefused() {
        assertThatThrownBy(() -> run(OPTIONS.withBudget(0.3), Measurements.inMemory()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("30.0 %");
        assertThatThrownBy(() -> OPTIONS.withBudget(1.5)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> OPTIONS.withBudget(Double.NaN)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void kindsAreMeasuredEachByItselfAndKeepTheBudget() {
        PrecisionSearch.Result result = run(OPTIONS.withKinds(KINDS), Measurements.inMemory());
        assertThat(result.chosen().cost()).isLessThanOrEqualTo(OPTIONS.budget() * result.greatestCost());
        assertThat(result.layerNoise().keySet()).containsExactlyInAnyOrder("4", "8s2:4", "8s3:4");
        assertThat(result.layerNoise().get("4"))
                .isEqualTo(run(OPTIONS, Measurements.inMemory()).layerNoise().get("4"));
        assertThat(result.layerNoise().get("8s2:4").values().stream()
                        .mapToDouble(noise -> noise)
                        .sum())
                .as("half of the weights gone")
                .isGreaterThan(result.layerNoise().get("8s3:4").values().stream()
                        .mapToDouble(noise -> noise)
                        .sum());
    }

    @Test
    void aKindIsChosenForWhatItSaves() {
        SearchOptions options = OPTIONS.withKinds(KINDS);
        Cost sparseIsCheap = kinds -> 12 - 0.9 * count(kinds, false);
        assertThat(run(options, sparseIsCheap).chosen().kinds().values())
                .isNotEmpty()
                .doesNotContain(LayerKind.dense(4));
        Cost sparseIsAsDense = kinds -> 12 - 0.9 * count(kinds, true);
        assertThat(run(options, sparseIsAsDense).chosen().kinds().values())
                .isNotEmpty()
                .containsOnly(LayerKind.dense(4));
        assertThatThrownBy(() -> run(OPTIONS, sparseIsCheap)).hasMessageContaining("kind 4", "100.0 %");
    }

    private static long count(Map<String, LayerKind> kinds, boolean dense) {
        return kinds.values().stream().filter(kind -> kind.isDense() == dense).count();
    }

    /** By hand: two of four weights of a byte and two indices of 2 bits; three and one; four of eight and four of 3 bits. */
    @Test
    void sparseLayersCostKeptWeightsAndTheirPositions() {
        double none = cost.of(Map.of());
        Map.of("8s2:4", 20 / 32.0, "8s3:4", 26 / 32.0, "8s4:8", 44 / 64.0, "4s2:4", 12 / 32.0, "4", 0.5)
                .forEach((kind, share) -> assertThat(none - cost.of(Map.of("blocks.0.fc2", LayerKind.parse(kind))))
                        .as(kind)
                        .isEqualTo(64 * 32 * (1 - share)));
    }

    @Test
    void bytesAreThoseOfTheWeights() {
        long blocks =
                BlockLayer.of(SHAPE).stream().mapToLong(BlockLayer::weights).sum();
        long outside = 32 * 192 + 10 * 32;
        assertThat(blocks).isEqualTo(2L * (4 * 32 * 32 + 2 * 32 * 64));
        assertThat(cost.of(Map.of())).isEqualTo(outside + blocks);
        assertThat(cost.of(Map.of("blocks.1.fc1", LayerKind.dense(4))))
                .isEqualTo(outside + blocks - 32 * 64 / 2.0, within(0.0));
    }

    @Test
    void chosenTableIsWhatTheQuantizerUses() {
        Map<String, LayerKind> layers =
                run(OPTIONS, Measurements.inMemory()).chosen().kinds();
        QuantizedVit network = quantized(new BitTable(8, layers).in(QuantizerOptions.DEFAULT));
        assertThat(network.blocks().get(0).fc1().weightBits())
                .isEqualTo(
                        layers.getOrDefault("blocks.0.fc1", LayerKind.dense(8)).weightBits());
        assertThat(network.blocks().get(1).projection().weightBits())
                .isEqualTo(
                        layers.getOrDefault("blocks.1.proj", LayerKind.dense(8)).weightBits());
    }

    private PrecisionSearch.Result run(SearchOptions options, Measurements<Double> state) {
        return PrecisionSearch.run(
                stored,
                wide,
                images,
                images,
                cost,
                options,
                state,
                new LocalEngine(options.threads()),
                ProgressListener.NONE);
    }

    private PrecisionSearch.Result run(SearchOptions options, Cost other) {
        return PrecisionSearch.run(
                stored,
                wide,
                images,
                images,
                other,
                options,
                Measurements.inMemory(),
                new LocalEngine(1),
                ProgressListener.NONE);
    }

    private QuantizedVit quantized(QuantizerOptions options) {
        return Quantizer.quantize(vit, calibration, options.withThreads(1), ProgressListener.NONE);
    }

    private static FloatTensor image(long seed) {
        Random random = new Random(seed);
        float[] values = new float[SHAPE.patches() * SHAPE.patchDepth()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(values, SHAPE.patches(), SHAPE.patchDepth());
    }
}
