// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.block.BlockQuantizer;
import org.p2vit.quant.calibration.block.DownstreamExponents;
import org.p2vit.quant.calibration.block.QuantizedSteps;
import org.p2vit.quant.calibration.exponents.StreamExponent;
import org.p2vit.quant.calibration.layer.FloatRows;
import org.p2vit.quant.calibration.layer.InputChooser;
import org.p2vit.quant.calibration.layer.InputRows;
import org.p2vit.quant.calibration.layer.LayerInput;
import org.p2vit.quant.calibration.layer.LayerSamples;
import org.p2vit.quant.calibration.layer.LinearQuantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.rotation.Rotation;
import org.p2vit.quant.calibration.statistics.ActivationStatistics;
import org.p2vit.quant.calibration.statistics.CalibrationPath;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.calibration.statistics.EpsilonBound;
import org.p2vit.quant.calibration.statistics.SharedStatistics;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointMetadata;
import org.p2vit.quant.weights.FloatVit;

/**
 * Post-training quantization with power-of-two scales only, after P²-ViT: the float network is run over calibration
 * images; every tensor gets the exponent with the least squared error, inputs of linear layers and weights that with the
 * least error of the layer's output (adaptive rounding). See {@code doc/quantizer.md}.
 */
public final class Quantizer {
    /** Bits of the weights of patch embedding and head. */
    static final int OUTER_BITS = 8;

    private static final LayerKind OUTER = LayerKind.dense(OUTER_BITS);

    private static final Pattern BLOCK_LAYER =
            Pattern.compile("all|(?:blocks\\.(\\d{1,6})\\.)?(?:qkv|q|k|v|proj|fc1|fc2)");

    private final FloatVit vit;
    private final VitShape shape;
    private final CalibrationSet images;
    private final QuantizerOptions options;
    private final SharedStatistics shared;
    private final ProgressListener progress;

    private Quantizer(
            FloatVit vit,
            CalibrationSet images,
            QuantizerOptions options,
            SharedStatistics shared,
            ProgressListener progress) {
        this.shared = shared;
        this.vit = vit;
        this.shape = vit.shape();
        this.images = images;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Quantizes a network. The result depends on the network, the images and the seed, not on the threads.
     *
     * @throws InvalidInputException if the network exceeds the numeric contract or the images do not fit it
     */
    public static QuantizedVit quantize(
            FloatVit vit, CalibrationSet images, QuantizerOptions options, ProgressListener progress) {
        return quantize(vit, images, options, new SharedStatistics(), progress);
    }

    /**
     * As {@link #quantize(FloatVit, CalibrationSet, QuantizerOptions, ProgressListener)}.
     *
     * @param shared statistics of the same network and images; used if they fit the options, and left for the next call
     */
    public static QuantizedVit quantize(
            FloatVit vit,
            CalibrationSet images,
            QuantizerOptions options,
            SharedStatistics shared,
            ProgressListener progress) {
        checkInput(vit, images, options);
        QuantizerOptions own = SparseCheckpoint.recognised(vit, options);
        QuantizedVit network = new Quantizer(stored(vit, own), images, own, shared, progress).quantize();
        return options.perChannel(Technique.DOWNSTREAM_EXPONENTS)
                ? DownstreamExponents.refined(vit, network, images, options.threads(), progress)
                : network;
    }

    /**
     * The float network whose tensors the quantized one stores: it has the same function, and with {@link
     * Technique#ROTATION} other channels, unless layers of the checkpoint are N:M sparse already.
     */
    public static FloatVit stored(FloatVit vit, QuantizerOptions options) {
        return SparseCheckpoint.recognised(vit, options).has(Technique.ROTATION)
                ? Rotation.of(vit, options.seed())
                : vit;
    }

    private static void checkInput(FloatVit vit, CalibrationSet images, QuantizerOptions options) {
        VitShape shape = vit.shape();
        QuantizedVit.requireWithinContract(shape);
        if (!images.preprocessor().shape().equals(shape)) {
            throw new InvalidInputException("The calibration images are made for "
                    + images.preprocessor().shape() + ", the network is " + shape + ".");
        }
        for (String layer : options.layers().keySet()) {
            Matcher name = BLOCK_LAYER.matcher(layer);
            if (!name.matches() || name.group(1) != null && Integer.parseInt(name.group(1)) >= shape.depth()) {
                throw new InvalidInputException("The network has no block layer \"" + layer
                        + "\" to choose a kind for; names are blocks.0.q to blocks." + (shape.depth() - 1)
                        + ".fc2, with q, k, v, qkv for these three, proj, fc1 and fc2, these alone for every block,"
                        + " and all.");
            }
        }
        List<String> labels = CheckpointMetadata.classNames(vit.metadata());
        if (!labels.isEmpty() && labels.size() != shape.classes()) {
            throw new InvalidInputException("The checkpoint names " + labels.size()
                    + " classes in its metadata, but has " + shape.classes() + ".");
        }
    }

    private QuantizedVit quantize() {
        CalibrationPath path = new CalibrationPath(vit, images, options, shared);
        QuantizedSteps steps = new QuantizedSteps(shape, path, options);
        LayerSamples samples = new LayerSamples(path, options);
        ActivationStatistics statistics = path.embed();
        requireSmallEpsilon("patch_embed", statistics);
        FloatRows patchRows = FloatRows.of(vit.patchEmbed());
        LayerInput input = InputChooser.uniform(InputRows.of(statistics.rows("input")), patchRows, OUTER_BITS, options);
        InputCoding inputCoding = inputCoding(input.exponent());
        byte[][] inputs = steps.input(inputCoding);
        float[][] patchTargets = statistics.rows("patch_proj").toArray(float[][]::new);
        LinearQuantizer patches = samples.layer("patch_embed", patchRows, input, inputs, patchTargets, OUTER);
        List<Integer> streams = new ArrayList<>();
        streams.add(StreamExponent.first(statistics.greatest("patch_embed"), patches.accumulatorExponent()));
        EmbeddingQuantizer embedding =
                new EmbeddingQuantizer(vit, patches.toStream(streams.get(0)), streams.get(0), options.rounding());
        QuantizedLinear patchEmbedding = embedding.layer();
        byte[] positions = embedding.codes();
        StreamCodes[] codes = steps.embed(inputs, patchEmbedding, positions);
        int parts = shape.depth() + 2;
        progress.at("quantizing", 1, parts);

        List<QuantizedBlock> blocks = new ArrayList<>();
        List<BlockExponents> exponents = new ArrayList<>();
        for (int n = 0; n < shape.depth(); n++) {
            ActivationStatistics ofBlock = path.block(n);
            requireSmallEpsilon("blocks." + n + ".proj", ofBlock);
            if (n < shape.depth() - 1 || shape.readout().normalisesRows()) {
                requireSmallEpsilon("blocks." + n + ".fc2", ofBlock);
            }
            BlockQuantizer quantizer = new BlockQuantizer(shape, vit.blocks().get(n), ofBlock, path, options, n);
            BlockQuantizer.Result result = quantizer.quantize(streams.get(2 * n), codes);
            blocks.add(result.block());
            exponents.add(result.exponents());
            streams.add(result.middle());
            streams.add(result.after());
            codes = result.codes();
            progress.at("quantizing", n + 2L, parts);
        }

        statistics = path.head();
        if (shape.readout() == Readout.MEAN_NORM) {
            requireSmallEpsilon(QuantizedMean.PREFIX + "attn_out", statistics);
        }
        FloatRows headRows = FloatRows.of(vit.head());
        ReadoutQuantizer.Result read =
                new ReadoutQuantizer(vit, options).quantize(statistics, headRows, streams.get(2 * shape.depth()));
        byte[][] inputsOfHead = steps.read(codes, read.readout());
        float[][] logits = statistics.rows("logits").toArray(float[][]::new);
        LinearQuantizer.Logits head = samples.layer("head", headRows, read.input(), inputsOfHead, logits, OUTER)
                .toLogits();
        progress.at("quantizing", parts, parts);
        return new QuantizedVit(
                shape,
                inputCoding,
                options.attention(),
                patchEmbedding,
                positions,
                blocks,
                read.readout(),
                head.head(),
                new Exponents(
                        streams.stream().mapToInt(Integer::intValue).toArray(),
                        embedding.exponents(),
                        exponents,
                        read.exponents(),
                        head.exponent()),
                CheckpointMetadata.classNames(vit.metadata()));
    }

    private void requireSmallEpsilon(String tensor, ActivationStatistics statistics) {
        EpsilonBound.require(tensor, statistics.leastVariance(tensor), vit.epsilon());
    }

    private InputCoding inputCoding(int exponent) {
        ImagePreprocessor preprocessor = images.preprocessor();
        return new InputCoding(
                exponent,
                preprocessor.normalization().mean(),
                preprocessor.normalization().deviation(),
                preprocessor.mode());
    }
}
