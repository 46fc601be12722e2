// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.QuantizedVit;
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
    private static final int OUTER_BITS = 8;

    private static final Pattern BLOCK_LAYER = Pattern.compile("blocks\\.(\\d{1,6})\\.(qkv|q|k|v|proj|fc1|fc2)");

    private final FloatVit vit;
    private final VitShape shape;
    private final CalibrationSet images;
    private final QuantizerOptions options;
    private final ProgressListener progress;

    private Quantizer(FloatVit vit, CalibrationSet images, QuantizerOptions options, ProgressListener progress) {
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
        Quantizer quantizer = new Quantizer(vit, images, options, progress);
        quantizer.checkInput();
        return quantizer.quantize();
    }

    private void checkInput() {
        QuantizedVit.requireWithinContract(shape);
        if (!images.preprocessor().shape().equals(shape)) {
            throw new InvalidInputException("The calibration images are made for "
                    + images.preprocessor().shape() + ", the network is " + shape + ".");
        }
        for (String layer : options.layerWeightBits().keySet()) {
            Matcher name = BLOCK_LAYER.matcher(layer);
            if (!name.matches() || Integer.parseInt(name.group(1)) >= shape.depth()) {
                throw new InvalidInputException("The network has no block layer \"" + layer
                        + "\" to choose weight bits for; names are blocks.0.q to blocks." + (shape.depth() - 1)
                        + ".fc2, with q, k, v, qkv for these three, proj, fc1 and fc2.");
            }
        }
        if (!labels().isEmpty() && labels().size() != shape.classes()) {
            throw new InvalidInputException("The checkpoint names " + labels().size()
                    + " classes in its metadata, but has " + shape.classes() + ".");
        }
    }

    private QuantizedVit quantize() {
        ActivationStatistics statistics = CalibrationPass.run(vit, images, options, progress);
        List<StreamExponents> streams = streams(statistics);
        int[] first = streams.get(0).perChannel();
        EmbeddingQuantizer embedding = new EmbeddingQuantizer(vit);
        int[] position = embedding.positionExponents(first, options.rounding());
        FloatRows patchRows = FloatRows.of(vit.patchEmbed());
        LayerInput input = InputChooser.uniform(InputRows.of(statistics.rows("input")), patchRows, OUTER_BITS, options);
        List<BlockQuantizer.Result> blocks = blocks(statistics, streams);
        FloatRows headRows = FloatRows.of(vit.head());
        LayerInput normal = InputChooser.smoothed(InputRows.of(statistics.rows("norm")), headRows, OUTER_BITS, options);
        LinearQuantizer.Logits head = new LinearQuantizer("head", headRows, normal, OUTER_BITS, options).toLogits();
        return new QuantizedVit(
                shape,
                inputCoding(input.exponent()),
                options.attention(),
                new LinearQuantizer("patch_embed", patchRows, input, OUTER_BITS, options).toStream(first, position),
                embedding.positions(position),
                embedding.classTokenRow(first),
                blocks.stream().map(BlockQuantizer.Result::block).toList(),
                NormQuantizer.quantize(
                        "norm",
                        vit.norm(),
                        streams.get(2 * shape.depth()).factor(),
                        normal.coding().channelExponents()),
                head.head(),
                new Exponents(
                        streams.stream().mapToInt(StreamExponents::common).toArray(),
                        position,
                        blocks.stream().map(BlockQuantizer.Result::exponents).toList(),
                        normal.coding().channelExponents(),
                        head.exponent()),
                labels());
    }

    private List<StreamExponents> streams(ActivationStatistics statistics) {
        List<StreamExponents> streams = new ArrayList<>();
        streams.add(StreamExponents.choose(statistics.errors("patch_embed"), options));
        for (int n = 0; n < shape.depth(); n++) {
            streams.add(StreamExponents.choose(statistics.errors("blocks." + n + ".proj"), options));
            streams.add(StreamExponents.choose(statistics.errors("blocks." + n + ".fc2"), options));
        }
        return streams;
    }

    private List<BlockQuantizer.Result> blocks(ActivationStatistics statistics, List<StreamExponents> streams) {
        List<BlockQuantizer.Result> blocks = new ArrayList<>();
        OrderedWork.run(
                options.threads(),
                shape.depth(),
                n -> new BlockQuantizer(shape, vit.blocks().get(n), statistics, options, n)
                        .quantize(streams.get(2 * n), streams.get(2 * n + 1), streams.get(2 * n + 2)),
                (n, block) -> {
                    blocks.add(block);
                    progress.at("quantizing weights", n + 1L, shape.depth());
                });
        return blocks;
    }

    private InputCoding inputCoding(int exponent) {
        ImagePreprocessor preprocessor = images.preprocessor();
        return new InputCoding(
                exponent,
                preprocessor.normalization().mean(),
                preprocessor.normalization().deviation(),
                preprocessor.mode().option());
    }

    private List<String> labels() {
        String text = vit.metadata().get(CheckpointMetadata.LABELS);
        return text == null ? List.of() : List.of(text.split(",", -1));
    }
}
