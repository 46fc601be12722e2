// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.List;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/**
 * A complete quantized Vision Transformer: everything an integer inference needs, from patches to logits. Arrays must
 * not be modified.
 *
 * @param position int8 codes p at {@code [token * dim + channel]}, half of what is added to the patches (contract §7); the first
 *     rows have the constant tokens in them
 * @param readout makes the head's input of rows of the stream
 * @param labels class names, or empty
 */
public record QuantizedVit(
        VitShape shape,
        InputCoding input,
        AttentionCoding attention,
        QuantizedLinear patchEmbedding,
        byte[] position,
        List<QuantizedBlock> blocks,
        QuantizedReadout readout,
        QuantizedLinear head,
        Exponents exponents,
        List<String> labels) {
    public QuantizedVit {
        blocks = List.copyOf(blocks);
        labels = List.copyOf(labels);
        requireWithinContract(shape);
        Require.length("input mean", input.mean().size(), shape.channels());
        input.preprocess().requireSize(shape.imageHeight(), shape.imageWidth());
        patchEmbedding.requireShape(shape.dim(), shape.patchDepth(), true);
        Require.length("position embedding", position.length, (long) shape.tokens() * shape.dim());
        Require.length("blocks", blocks.size(), shape.depth());
        for (QuantizedBlock block : blocks) {
            block.requireShape(shape);
        }
        readout.requireDim(shape.dim());
        if (readout.kind() != shape.readout()) {
            throw new InvalidInputException(
                    "The head reads by \"" + readout.kind().label() + "\" in a network whose shape says \""
                            + shape.readout().label() + "\".");
        }
        head.requireShape(shape.classes(), shape.headInputs(), false);
        exponents.requireShape(shape);
        if (!labels.isEmpty()) {
            Require.length("labels", labels.size(), shape.classes());
        }
        for (int i = 0; i < labels.size(); i++) {
            Require.unicode("label " + i, labels.get(i));
        }
    }

    /**
     * Demands that shifts are what the exponents around them say (contract §2, §4, §5), on which everything rests that is
     * reported in real values.
     *
     * @throws org.p2vit.quant.InvalidInputException naming the first contradiction
     */
    public void requireConsistentExponents() {
        new ExponentRelations(shape, patchEmbedding, blocks, readout, attention, exponents).require();
    }

    /** The same network but for its blocks. */
    public QuantizedVit with(List<QuantizedBlock> otherBlocks, Exponents otherExponents) {
        return new QuantizedVit(
                shape, input, attention, patchEmbedding, position, otherBlocks, readout, head, otherExponents, labels);
    }

    /** Names of the layers with 4-bit weights, in the order of computation. */
    public List<String> int4Layers() {
        return blocks.stream()
                .flatMap(block -> block.layers().stream())
                .filter(layer -> layer.weightBits() == 4)
                .map(QuantizedLinear::name)
                .toList();
    }

    /** Its bits; weights as the layers have them that a table of bits need not name. */
    public BitWidths bits() {
        boolean int4 =
                blocks.stream().flatMap(block -> block.layers().stream()).allMatch(layer -> layer.weightBits() == 4);
        return new BitWidths(int4 ? 4 : 8, attention);
    }

    /** @throws InvalidInputException if no network of this shape can be quantized (contract §1) */
    public static void requireWithinContract(VitShape shape) {
        Require.range(
                "The number of tokens (patches, class tokens and registers)",
                shape.tokens(),
                1,
                NumericContract.MAX_TOKENS);
        Require.range("The embedding dimension", shape.dim(), 1, NumericContract.MAX_DIM);
        Require.range("The MLP dimension", shape.mlpDim(), 1, NumericContract.MAX_DEPTH);
        Require.range("The number of values in a patch", shape.patchDepth(), 1, NumericContract.MAX_DEPTH);
    }
}
