// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.options.PruningRule;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.calibration.statistics.SharedStatistics;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointMetadata;
import org.p2vit.quant.weights.FloatBlock;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatNorm;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.RandomVit;

class QuantizerTests {
    private static final long SEED = 56;
    private static final VitShape SHAPE = new VitShape(16, 16, 3, 4, 32, 2, 2, 64, 10);
    private static final QuantizerOptions ONE_THREAD = QuantizerOptions.DEFAULT.withThreads(1);
    private final FloatVit vit = RandomVit.of(SHAPE, SEED);

    @ParameterizedTest(name = "dim {0}, {1} heads, depth {2}, {3} bits: {4} dB")
    @CsvSource({
        "32, 2, 2, 8, 18", // heads of 16, a power of four
        "36, 3, 2, 8, 20", // heads of 12
        "24, 3, 2, 8, 20", // heads of 8
        "5, 5, 1, 8, 15", // heads of 1
        "32, 2, 2, 4, 9",
    })
    void staysCloseToFloat(int dim, int heads, int depth, int bits, double decibels) {
        VitShape shape = new VitShape(16, 16, 3, 4, dim, depth, heads, 2 * dim, 10);
        FloatVit network = RandomVit.of(shape, SEED);
        QuantizedVit quantized = Quantizer.quantize(
                network, images(shape, 0, 16), ONE_THREAD.withWeightBits(bits), ProgressListener.NONE);
        SqnrReport report = new FidelityMeter(Quantizer.stored(network, ONE_THREAD), quantized)
                .measure(images(shape, 100, 16), 1, ProgressListener.NONE);
        assertThat(report.logits()).as("%s, seed %d", report, SEED).isGreaterThan(decibels);
        assertThat(report.tensors()).hasSize(2 + 12 * depth + 2);
        assertThat(quantized.blocks().get(0).fc1().weightBits()).isEqualTo(bits);
        assertThat(quantized.head().weightBits()).isEqualTo(8);
    }

    @Test
    void distilledNetworkWithRegistersStaysCloseToFloat() {
        VitShape shape = new VitShape(16, 16, 3, 4, 32, 2, 2, 64, 10).with(2, 3);
        FloatVit network = RandomVit.of(shape, SEED);
        QuantizedVit quantized = Quantizer.quantize(network, images(shape, 0, 16), ONE_THREAD, ProgressListener.NONE);
        SqnrReport report = new FidelityMeter(Quantizer.stored(network, ONE_THREAD), quantized)
                .measure(images(shape, 100, 16), 1, ProgressListener.NONE);
        assertThat(report.logits()).as("%s, seed %d", report, SEED).isGreaterThan(18);
        assertThat(report.of("norm")).isGreaterThan(18);
    }

    /** QuickGELU, which is computed as GELU, is furthest from what it stands for. */
    @ParameterizedTest
    @CsvSource({"GELU_TANH, 18, 25", "QUICK_GELU, 18, 25", "RELU, 18, 25"})
    void otherActivationsStayCloseToFloat(Activation activation, double logits, double hidden) {
        VitShape shape = SHAPE.with(activation);
        FloatVit network = RandomVit.of(shape, SEED);
        QuantizedVit quantized = Quantizer.quantize(network, images(shape, 0, 16), ONE_THREAD, ProgressListener.NONE);
        quantized.requireConsistentExponents();
        SqnrReport report = new FidelityMeter(Quantizer.stored(network, ONE_THREAD), quantized)
                .measure(images(shape, 100, 16), 1, ProgressListener.NONE);
        assertThat(report.logits()).as("%s, seed %d", report, SEED).isGreaterThan(logits);
        assertThat(report.of("blocks.0.gelu")).isGreaterThan(hidden);
    }

    /** The head reads the class token's row of the stream, whose mean no LayerNorm takes away. */
    @Test
    void networkWithoutAFinalNormStaysCloseToFloat() {
        VitShape shape = SHAPE.with(Readout.DIRECT);
        FloatVit network = raised(RandomVit.of(shape, SEED), 3);
        QuantizedVit quantized = Quantizer.quantize(network, images(shape, 0, 16), ONE_THREAD, ProgressListener.NONE);
        quantized.requireConsistentExponents();
        SqnrReport report = new FidelityMeter(Quantizer.stored(network, ONE_THREAD), quantized)
                .measure(images(shape, 100, 16), 1, ProgressListener.NONE);
        assertThat(report.logits()).as("%s, seed %d", report, SEED).isGreaterThan(18);
        assertThat(report.of("narrow")).isGreaterThan(25);
    }

    @ParameterizedTest
    @EnumSource(
            value = Readout.class,
            names = {"MEAN", "MEAN_NORM", "NORM_MEAN"})
    void networkThatAveragesItsPatchesStaysCloseToFloat(Readout readout) {
        for (VitShape shape : List.of(
                SHAPE.with(readout),
                SHAPE.with(readout).with(0, 0),
                SHAPE.with(readout).with(0, 2))) {
            FloatVit network = raised(RandomVit.of(shape, SEED), 1);
            QuantizedVit quantized =
                    Quantizer.quantize(network, images(shape, 0, 16), ONE_THREAD, ProgressListener.NONE);
            quantized.requireConsistentExponents();
            SqnrReport report = new FidelityMeter(Quantizer.stored(network, ONE_THREAD), quantized)
                    .measure(images(shape, 100, 16), 1, ProgressListener.NONE);
            assertThat(report.logits()).as("%s, seed %d", report, SEED).isGreaterThan(22);
            assertThat(report.of("mean.attn_out")).isGreaterThan(22);
        }
    }

    /** All positions greater by {@code more}, and with them the means of the stream's rows. */
    private static FloatVit raised(FloatVit vit, float more) {
        float[] positions = vit.positions().toArray();
        for (int i = 0; i < positions.length; i++) {
            positions[i] += more;
        }
        return new FloatVit(
                vit.shape(),
                vit.patchEmbed(),
                vit.constantTokens(),
                FloatTensor.of(positions, vit.shape().tokens(), vit.shape().dim()),
                vit.blocks(),
                vit.norm(),
                vit.head(),
                vit.metadata());
    }

    @Test
    void theResultDoesNotDependOnThreads() {
        QuantizedVit one = Quantizer.quantize(vit, images(SHAPE, 0, 7), ONE_THREAD, ProgressListener.NONE);
        QuantizedVit three =
                Quantizer.quantize(vit, images(SHAPE, 0, 7), ONE_THREAD.withThreads(3), ProgressListener.NONE);
        assertThat(three).usingRecursiveComparison().isEqualTo(one);
        FidelityMeter meter = new FidelityMeter(Quantizer.stored(vit, ONE_THREAD), one);
        assertThat(meter.measure(images(SHAPE, 50, 5), 3, ProgressListener.NONE))
                .isEqualTo(meter.measure(images(SHAPE, 50, 5), 1, ProgressListener.NONE));
    }

    @Test
    void singleLayersMayHaveFourBits() {
        QuantizerOptions options = ONE_THREAD.withLayers(Map.of(
                "blocks.1.fc2",
                LayerKind.dense(4),
                "blocks.0.qkv",
                LayerKind.dense(4),
                "blocks.0.k",
                LayerKind.dense(8)));
        QuantizedVit quantized = Quantizer.quantize(vit, images(SHAPE, 0, 3), options, ProgressListener.NONE);
        assertThat(quantized.blocks().get(1).fc2().weightBits()).isEqualTo(4);
        assertThat(quantized.blocks().get(0).fc2().weightBits()).isEqualTo(8);
        assertThat(quantized.blocks().get(1).fc1().weightBits()).isEqualTo(8);
        QuantizedAttention attention = quantized.blocks().get(0).attention();
        assertThat(attention.query().weightBits()).isEqualTo(4);
        assertThat(attention.key().weightBits()).isEqualTo(8);
        assertThat(attention.value().weightBits()).isEqualTo(4);
    }

    /** A checkpoint whose fc1 is 2:4 and whose fc2 is 4:8 in its trained basis: zeros stay zeros, other layers are dense. */
    @ParameterizedTest
    @EnumSource(PruningRule.class)
    void sparseCheckpointsKeepTheirPattern(PruningRule rule) {
        List<FloatBlock> blocks = vit.blocks().stream()
                .map(block -> new FloatBlock(
                        block.norm1(),
                        block.qkv(),
                        block.proj(),
                        block.norm2(),
                        sparse(block.fc1(), 4, 2),
                        sparse(block.fc2(), 8, 4)))
                .toList();
        FloatVit trained = new FloatVit(
                SHAPE,
                vit.patchEmbed(),
                vit.constantTokens(),
                vit.positions(),
                blocks,
                vit.norm(),
                vit.head(),
                vit.metadata());
        QuantizedVit quantized =
                Quantizer.quantize(trained, images(SHAPE, 0, 8), ONE_THREAD.withPruning(rule), ProgressListener.NONE);
        for (int n = 0; n < SHAPE.depth(); n++) {
            QuantizedBlock block = quantized.blocks().get(n);
            assertThat(block.fc1().kind()).hasToString("8s2:4");
            assertThat(block.fc2().kind()).hasToString("8s4:8");
            assertThat(block.projection().kind()).hasToString("8");
            assertZerosStay(blocks.get(n).fc1(), block.fc1().weights());
            assertZerosStay(blocks.get(n).fc2(), block.fc2().weights());
        }
        assertThat(Quantizer.stored(trained, ONE_THREAD)).isSameAs(trained);
        assertThat(new FidelityMeter(trained, quantized)
                        .measure(images(SHAPE, 100, 8), 1, ProgressListener.NONE)
                        .logits())
                .isGreaterThan(15);
    }

    private static FloatLinear sparse(FloatLinear layer, int group, int kept) {
        float[] weights = layer.weight().toArray();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (i + i / group) % group < kept ? weights[i] : 0;
        }
        return new FloatLinear(FloatTensor.of(weights, layer.outputs(), layer.inputs()), layer.bias());
    }

    private static void assertZerosStay(FloatLinear layer, byte[] codes) {
        float[] weights = layer.weight().toArray();
        for (int i = 0; i < codes.length; i++) {
            if (weights[i] == 0) {
                assertThat(codes[i]).as("weight %d", i).isZero();
            }
        }
    }

    /** On a network whose attention matters, eight bits a weight are nearer to float than four. */
    @Test
    void uniformAttentionIsCloserThanLogarithms() {
        QuantizerOptions uniform = ONE_THREAD.withAttention(AttentionCoding.UNIFORM);
        QuantizedVit quantized = Quantizer.quantize(vit, images(SHAPE, 0, 16), uniform, ProgressListener.NONE);
        assertThat(quantized.attention()).isEqualTo(AttentionCoding.UNIFORM);
        FloatVit stored = Quantizer.stored(vit, uniform);
        SqnrReport fine =
                new FidelityMeter(stored, quantized).measure(images(SHAPE, 100, 16), 1, ProgressListener.NONE);
        QuantizedVit logarithmic = Quantizer.quantize(vit, images(SHAPE, 0, 16), ONE_THREAD, ProgressListener.NONE);
        SqnrReport coarse =
                new FidelityMeter(stored, logarithmic).measure(images(SHAPE, 100, 16), 1, ProgressListener.NONE);
        assertThat(fine.of("blocks.0.attn_codes"))
                .as("seed %d", SEED)
                .isGreaterThan(coarse.of("blocks.0.attn_codes") + 10);
        assertThat(fine.of("blocks.0.attn_out")).isGreaterThan(coarse.of("blocks.0.attn_out"));
    }

    /** Images far beyond those of the calibration do not fit the codes of the input, and the report says how many values. */
    @Test
    void valuesBeyondTheCodesAreCounted() {
        QuantizedVit quantized = Quantizer.quantize(vit, images(SHAPE, 0, 16), ONE_THREAD, ProgressListener.NONE);
        float most = (float) Math.scalb(128.0, quantized.input().exponent());
        float[] pixels = new float[SHAPE.patches() * SHAPE.patchDepth()];
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] = 4 * most;
        }
        FloatTensor half = FloatTensor.of(pixels, SHAPE.patches(), SHAPE.patchDepth());
        SqnrReport report = new FidelityMeter(Quantizer.stored(vit, ONE_THREAD), quantized)
                .measure(CalibrationSet.ofPatches(preprocessor(SHAPE), List.of(half)), 1, ProgressListener.NONE);
        assertThat(report.tensors().get(0).clipped()).isEqualTo(0.5);
    }

    /** GELU takes 16 bits at an eighth of its output's unit: an argument 32 times as far as the output reaches still fits. */
    @Test
    void theInputOfGeluIsNotClipped() {
        QuantizedVit quantized = Quantizer.quantize(vit, images(SHAPE, 0, 16), ONE_THREAD, ProgressListener.NONE);
        SqnrReport report = new FidelityMeter(Quantizer.stored(vit, ONE_THREAD), quantized)
                .measure(images(SHAPE, 100, 16), 1, ProgressListener.NONE);
        for (SqnrReport.TensorSqnr tensor : report.tensors()) {
            if (tensor.tensor().endsWith(".fc1")) {
                assertThat(tensor.clipped()).as(tensor.tensor()).isZero();
            }
        }
        for (int n = 0; n < SHAPE.depth(); n++) {
            BlockExponents exponents = quantized.exponents().blocks().get(n);
            QuantizedBlock block = quantized.blocks().get(n);
            assertThat(block.gelu().shift()).isEqualTo(5 - exponents.gelu());
            for (byte shift : block.fc2().shift()) {
                assertThat((int) shift).as("block %d", n).isBetween(7, 31);
            }
        }
        quantized.requireConsistentExponents();
    }

    /** What is left out must not help, nor what is added harm; each variant is a whole network within the contract. */
    @ParameterizedTest
    @EnumSource
    void techniquesCanBeSwitched(Technique technique) {
        double usual = decibels(ONE_THREAD);
        if (ONE_THREAD.has(technique)) {
            assertThat(decibels(ONE_THREAD.without(technique)))
                    .as("without %s, seed %d", technique, SEED)
                    .isBetween(5.0, usual + 1.5);
        } else {
            assertThat(decibels(ONE_THREAD.with(technique)))
                    .as("with %s, seed %d", technique, SEED)
                    .isGreaterThan(usual - 1.5)
                    .isNotEqualTo(usual);
        }
    }

    @ParameterizedTest
    @EnumSource
    void scalesCanBeRoundedInOtherWays(ScaleRounding rounding) {
        assertThat(decibels(ONE_THREAD.withRounding(rounding)))
                .as("%s, seed %d", rounding, SEED)
                .isBetween(5.0, decibels(ONE_THREAD) + 1.5);
    }

    private double decibels(QuantizerOptions options) {
        QuantizedVit quantized = Quantizer.quantize(vit, images(SHAPE, 0, 16), options, ProgressListener.NONE);
        return new FidelityMeter(Quantizer.stored(vit, options), quantized)
                .measure(images(SHAPE, 100, 16), 1, ProgressListener.NONE)
                .logits();
    }

    @Test
    void statisticsCanBeSharedByFormsOfTheQuantizer() {
        SharedStatistics shared = new SharedStatistics();
        CalibrationSet images = images(SHAPE, 0, 5);
        List<QuantizerOptions> forms = List.of(
                ONE_THREAD,
                ONE_THREAD.without(Technique.values()),
                ONE_THREAD.withRounding(ScaleRounding.CEIL),
                ONE_THREAD.withSeed(2),
                ONE_THREAD.withAttention(AttentionCoding.UNIFORM),
                ONE_THREAD);
        for (QuantizerOptions form : forms) {
            assertThat(Quantizer.quantize(vit, images, form, shared, ProgressListener.NONE))
                    .as(form.choices())
                    .usingRecursiveComparison()
                    .isEqualTo(Quantizer.quantize(vit, images, form, ProgressListener.NONE));
        }
    }

    @Test
    void progressReachesItsEnd() {
        List<String> heard = new ArrayList<>();
        Quantizer.quantize(
                vit,
                images(SHAPE, 0, 3),
                ONE_THREAD,
                (step, done, total) -> heard.add(step + " " + done + "/" + total));
        assertThat(heard).containsExactly("quantizing 1/4", "quantizing 2/4", "quantizing 3/4", "quantizing 4/4");
    }

    @Test
    void remembersHowImagesWereMade() {
        FloatVit labelled = withMetadata(Map.of(CheckpointMetadata.LABELS, "a,b,c,d,e,f,g,h,i,j"));
        QuantizedVit quantized = Quantizer.quantize(labelled, images(SHAPE, 0, 2), ONE_THREAD, ProgressListener.NONE);
        assertThat(quantized.labels()).hasSize(10).startsWith("a", "b");
        assertThat(quantized.input().preprocess()).isEqualTo(Preprocess.crop(SHAPE.imageHeight(), SHAPE.imageWidth()));
        assertThat(quantized.input().mean()).isEqualTo(Normalization.IMAGENET.mean());
        assertThat(quantized.input().std()).isEqualTo(Normalization.IMAGENET.deviation());
    }

    @Test
    void aDeadNetworkIsQuantizedToo() {
        FloatVit dead = DeadVit.of(SHAPE);
        for (QuantizerOptions options : List.of(ONE_THREAD, ONE_THREAD.with(Technique.values()))) {
            QuantizedVit quantized = Quantizer.quantize(dead, images(SHAPE, 0, 2), options, ProgressListener.NONE);
            SqnrReport report =
                    new FidelityMeter(dead, quantized).measure(images(SHAPE, 0, 2), 1, ProgressListener.NONE);
            assertThat(report.of("logits")).as(options.choices()).isInfinite();
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        refused("at least one image", () -> images(SHAPE, 0, 0));
        refused("threads is 0", () -> ONE_THREAD.withThreads(0));
        refused("cannot have 6 bits", () -> ONE_THREAD.withWeightBits(6));
        refused("weights have 3 bits", () -> LayerKind.dense(3));
        for (String layer : List.of("head", "blocks.2.fc1", "blocks.0.gelu", "blocks.x.q")) {
            QuantizerOptions options = ONE_THREAD.withLayers(Map.of(layer, LayerKind.dense(4)));
            refused(
                    "no block layer \"" + layer + "\"",
                    () -> Quantizer.quantize(vit, images(SHAPE, 0, 1), options, ProgressListener.NONE));
        }
        VitShape other = new VitShape(8, 8, 3, 4, 32, 2, 2, 64, 10);
        refused(
                "the network is",
                () -> Quantizer.quantize(vit, images(other, 0, 1), ONE_THREAD, ProgressListener.NONE));
        refused(
                "names 2 classes in its metadata, but has 10",
                () -> Quantizer.quantize(
                        withMetadata(Map.of(CheckpointMetadata.LABELS, "cat,dog")),
                        images(SHAPE, 0, 1),
                        ONE_THREAD,
                        ProgressListener.NONE));
        VitShape large = new VitShape(64, 64, 1, 2, 4, 1, 1, 4, 2);
        refused(
                "The number of tokens (patches, class tokens and registers) is 1025",
                () -> Quantizer.quantize(
                        RandomVit.of(large, 1), images(large, 0, 1), ONE_THREAD, ProgressListener.NONE));
    }

    /** Contract §3.1: variances of the stream are near 1 here, so the limit is near 1/256. */
    @Test
    void refusesAnEpsilonThatTheIntegersMayNotLeaveOut() {
        CalibrationSet some = images(SHAPE, 0, 2);
        assertThat(Quantizer.quantize(with(1e-4), some, ONE_THREAD, ProgressListener.NONE))
                .isNotNull();
        for (QuantizerOptions options : List.of(ONE_THREAD, ONE_THREAD.without(Technique.values()))) {
            refused(
                    "LayerNorm behind patch_embed adds its epsilon of 0.100 to variances",
                    () -> Quantizer.quantize(with(0.1), some, options, ProgressListener.NONE));
        }
    }

    /** Each kind of layer alone, so that each of the following steps sees huge numbers or infinity first. */
    @ParameterizedTest
    @ValueSource(floats = {1e10f, 1e18f, 1e25f, 1e36f})
    void absurdWeightsAreASentenceOrWork(float factor) {
        CalibrationSet some = images(SHAPE, 0, 2);
        for (int kind = 0; kind < 10; kind++) {
            FloatVit huge = huge(factor, kind);
            for (QuantizerOptions options : List.of(ONE_THREAD, ONE_THREAD.without(Technique.values()))) {
                try {
                    Quantizer.quantize(huge, some, options, ProgressListener.NONE);
                } catch (InvalidInputException refused) {
                    assertThat(refused).hasMessageMatching("(?s)[A-Z].*\\.");
                } catch (RuntimeException fault) {
                    throw new AssertionError("kind " + kind + " times " + factor, fault);
                }
            }
        }
    }

    @Test
    void activationsBeyondFloatAreNamed() {
        refused(
                "values of blocks.0.attn_logits are beyond the range of float",
                () -> Quantizer.quantize(huge(1e25f, 1), images(SHAPE, 0, 2), ONE_THREAD, ProgressListener.NONE));
    }

    private FloatVit huge(float factor, int kind) {
        List<FloatBlock> blocks = vit.blocks().stream()
                .map(block -> new FloatBlock(
                        times(block.norm1(), kind == 6 ? factor : 1),
                        times(block.qkv(), kind == 1 ? factor : 1),
                        times(block.proj(), kind == 2 ? factor : 1),
                        times(block.norm2(), kind == 7 ? factor : 1),
                        times(block.fc1(), kind == 3 ? factor : 1),
                        times(block.fc2(), kind == 4 ? factor : 1)))
                .toList();
        return new FloatVit(
                SHAPE,
                times(vit.patchEmbed(), kind == 0 ? factor : 1),
                vit.constantTokens(),
                times(vit.positions(), kind == 9 ? factor : 1),
                blocks,
                vit.norm().map(norm -> times(norm, kind == 8 ? factor : 1)),
                times(vit.head(), kind == 5 ? factor : 1),
                vit.metadata());
    }

    private static FloatNorm times(FloatNorm norm, float factor) {
        return new FloatNorm(times(norm.gamma(), factor), norm.beta(), norm.epsilon());
    }

    private static FloatLinear times(FloatLinear layer, float factor) {
        return new FloatLinear(times(layer.weight(), factor), layer.bias());
    }

    private static FloatTensor times(FloatTensor tensor, float factor) {
        float[] values = tensor.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return FloatTensor.of(
                values, tensor.shape().stream().mapToInt(Integer::intValue).toArray());
    }

    private FloatVit with(double epsilon) {
        List<FloatBlock> blocks = vit.blocks().stream()
                .map(block -> new FloatBlock(
                        with(block.norm1(), epsilon),
                        block.qkv(),
                        block.proj(),
                        with(block.norm2(), epsilon),
                        block.fc1(),
                        block.fc2()))
                .toList();
        return new FloatVit(
                SHAPE,
                vit.patchEmbed(),
                vit.constantTokens(),
                vit.positions(),
                blocks,
                vit.norm().map(norm -> with(norm, epsilon)),
                vit.head(),
                vit.metadata());
    }

    private static FloatNorm with(FloatNorm norm, double epsilon) {
        return new FloatNorm(norm.gamma(), norm.beta(), epsilon);
    }

    @Test
    void anUnreadableImageIsReportedAsItIs() {
        CalibrationSet broken = new CalibrationSet(preprocessor(SHAPE), 5, index -> {
            throw new InvalidInputException("image " + index + " is broken");
        });
        refused(
                "image 0 is broken",
                () -> Quantizer.quantize(vit, broken, ONE_THREAD.withThreads(2), ProgressListener.NONE));
    }

    private static void refused(String message, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    private FloatVit withMetadata(Map<String, String> metadata) {
        return new FloatVit(
                SHAPE,
                vit.patchEmbed(),
                vit.constantTokens(),
                vit.positions(),
                vit.blocks(),
                vit.norm(),
                vit.head(),
                metadata);
    }

    private static CalibrationSet images(VitShape shape, int firstSeed, int count) {
        List<FloatTensor> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(RandomVit.patches(shape, firstSeed + i));
        }
        return CalibrationSet.ofPatches(preprocessor(shape), images);
    }

    private static ImagePreprocessor preprocessor(VitShape shape) {
        Normalization normalization =
                shape.channels() == 3 ? Normalization.IMAGENET : new Normalization(List.of(0.5f), List.of(0.5f));
        return new ImagePreprocessor(shape, Preprocess.crop(shape.imageHeight(), shape.imageWidth()), normalization);
    }
}
