// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointMetadata;
import org.p2vit.quant.weights.FloatVit;

/**
 * Post-training quantization with power-of-two scales only, after P²-ViT: the float network is run over calibration
 * images, every activation gets the exponent with the least squared error, and every output of a linear layer the weight
 * exponent with the least error of that output (adaptive rounding). See {@code doc/quantizer.md}.
 */
public final class Quantizer {
    private static final String EMBEDDING = "patch_embed";
    private static final String HEAD = "head";

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
        return new Quantizer(vit, images, options, progress).quantize();
    }

    private QuantizedVit quantize() {
        ActivationStatistics statistics = CalibrationPass.run(vit, images, options, progress);
        ActivationExponents chosen = ActivationExponents.choose(shape, statistics);
        EmbeddingQuantizer embedding = new EmbeddingQuantizer(vit);
        int[] stream = chosen.streams().get(0).perChannel();
        int[] position = embedding.positionExponents(stream);
        QuantizedLinear patchEmbedding = LinearQuantizer.of(
                        EMBEDDING, vit.patchEmbed(), LayerInput.of(statistics.rows("input"), chosen.input()), 8)
                .toStream(stream, position);
        List<QuantizedBlock> blocks = blocks(statistics, chosen);
        LinearQuantizer.Logits head = LinearQuantizer.of(
                        HEAD, vit.head(), LayerInput.of(statistics.rows("norm"), chosen.norm()), 8)
                .toLogits();
        byte[] finalFactor = chosen.streams().get(2 * shape.depth()).factor();
        return new QuantizedVit(
                shape,
                inputCoding(chosen.input()),
                patchEmbedding,
                embedding.positions(position),
                embedding.classTokenRow(stream),
                blocks,
                NormQuantizer.quantize("norm", vit.norm(), finalFactor, chosen.norm()),
                head.head(),
                new Exponents(
                        chosen.commonStreamExponents(), position, chosen.blocks(), chosen.norm(), head.exponent()),
                labels());
    }

    private List<QuantizedBlock> blocks(ActivationStatistics statistics, ActivationExponents chosen) {
        List<QuantizedBlock> blocks = new ArrayList<>();
        OrderedWork.run(
                options.threads(),
                shape.depth(),
                n -> new BlockQuantizer(shape, statistics, options, n)
                        .quantize(
                                vit.blocks().get(n),
                                chosen.blocks().get(n),
                                chosen.streams().get(2 * n),
                                chosen.streams().get(2 * n + 1),
                                chosen.streams().get(2 * n + 2)),
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
