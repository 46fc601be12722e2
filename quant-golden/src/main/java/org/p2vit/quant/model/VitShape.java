// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.io.Serializable;
import java.util.Locale;
import org.p2vit.quant.InvalidInputException;

/**
 * The dimensions of one Vision Transformer: patch embedding, class token, {@code depth} pre-norm blocks, final norm and
 * head.
 *
 * @param imageHeight input height in pixels, a multiple of {@code patch}
 * @param imageWidth input width in pixels, a multiple of {@code patch}
 * @param channels input channels: 1 (gray) or 3 (RGB)
 * @param patch side of the square patches in pixels
 * @param dim width of the residual stream, a multiple of {@code heads}
 * @param depth number of blocks
 * @param heads attention heads per block
 * @param mlpDim width of the hidden MLP layer
 * @param classes number of logits
 * @param classTokens constant tokens before the patches: 1, or 2 in a distilled DeiT, all of which the head reads; 0 or 1 where it
 *     reads the mean of the patches
 * @param registers further constant tokens, between these and the patches, which only attention reads
 * @param readout what stands between the stream and the head
 * @param activation of the MLPs
 */
public record VitShape(
        int imageHeight,
        int imageWidth,
        int channels,
        int patch,
        int dim,
        int depth,
        int heads,
        int mlpDim,
        int classes,
        int classTokens,
        int registers,
        Readout readout,
        Activation activation)
        implements Serializable {
    /** The most register tokens; published networks have up to 16. */
    public static final int MOST_REGISTERS = 64;

    /** With a class token, a final norm, GELU, and nothing else. */
    public VitShape(
            int imageHeight,
            int imageWidth,
            int channels,
            int patch,
            int dim,
            int depth,
            int heads,
            int mlpDim,
            int classes) {
        this(
                imageHeight,
                imageWidth,
                channels,
                patch,
                dim,
                depth,
                heads,
                mlpDim,
                classes,
                1,
                0,
                Readout.NORM,
                Activation.GELU);
    }

    /** This shape with other constant tokens. */
    public VitShape with(int otherClassTokens, int otherRegisters) {
        return with(depth, otherClassTokens, otherRegisters, readout, activation);
    }

    /** This shape with another end. */
    public VitShape with(Readout other) {
        return with(depth, classTokens, registers, other, activation);
    }

    /** This shape with another activation. */
    public VitShape with(Activation other) {
        return with(depth, classTokens, registers, readout, other);
    }

    /** This shape with another number of blocks. */
    public VitShape withDepth(int blocks) {
        return with(blocks, classTokens, registers, readout, activation);
    }

    private VitShape with(
            int otherDepth, int otherClassTokens, int otherRegisters, Readout otherEnd, Activation otherActivation) {
        return new VitShape(
                imageHeight,
                imageWidth,
                channels,
                patch,
                dim,
                otherDepth,
                heads,
                mlpDim,
                classes,
                otherClassTokens,
                otherRegisters,
                otherEnd,
                otherActivation);
    }

    public VitShape {
        requirePositive("image height", imageHeight);
        requirePositive("image width", imageWidth);
        requirePositive("patch", patch);
        requirePositive("dim", dim);
        requirePositive("depth", depth);
        requirePositive("heads", heads);
        requirePositive("MLP dim", mlpDim);
        requirePositive("classes", classes);
        require(
                channels == 1 || channels == 3,
                "Image channels are %d; only 1 (gray) and 3 (RGB) are known.",
                channels);
        require(
                imageHeight % patch == 0 && imageWidth % patch == 0,
                "An image of %dx%d pixels cannot be cut into patches of %dx%d; both sides must be multiples of %d.",
                imageWidth,
                imageHeight,
                patch,
                patch,
                patch);
        require(
                classTokens >= 0 && classTokens <= 2,
                "A network with %d tokens before its patches is not known; there are 1, in a distilled DeiT 2, or none"
                        + " where the head reads the mean of the patches.",
                classTokens);
        require(
                registers >= 0 && registers <= MOST_REGISTERS,
                "A network with %d register tokens is not known; there are 0 to %d.",
                registers,
                MOST_REGISTERS);
        require(
                readout.isMean() || classTokens > 0,
                "A network with %d tokens before its patches has nothing that the head could read by \"%s\"; only a mean"
                        + " of the patches needs no class token.",
                classTokens,
                readout.label());
        require(
                readout != Readout.DIRECT || classTokens == 1,
                "A network with %d tokens before its patches and no final norm is not known.",
                classTokens);
        require(
                !readout.isMean() || classTokens < 2,
                "A network with %d class tokens whose head reads the mean of the patches is not known.",
                classTokens);
        require(dim % heads == 0, "Dim %d cannot be split over %d heads; choose heads that divide it.", dim, heads);
        long patchCount = (long) (imageHeight / patch) * (imageWidth / patch);
        long longest = Math.max(patchCount, (long) channels * patch * patch);
        require(longest < Integer.MAX_VALUE, "The image has %d patches or pixels per patch, too many.", longest);
    }

    /** Width of one attention head. */
    public int headDim() {
        return dim / heads;
    }

    /**
     * The power of two in 1/√headDim, contract §4: ⌊log2(headDim) / 2⌋. What is left of the root is 1 where headDim is a
     * power of four, otherwise a factor between ½ and 1.
     */
    public int rootShift() {
        return (31 - Integer.numberOfLeadingZeros(headDim())) / 2;
    }

    /** Number of patches of one image. */
    public int patches() {
        return (imageHeight / patch) * (imageWidth / patch);
    }

    /** Constant tokens: class tokens, then registers. */
    public int constantTokens() {
        return classTokens + registers;
    }

    /** Rows of the residual stream: the constant tokens, then the patches in raster order. */
    public int tokens() {
        return patches() + constantTokens();
    }

    /** The first rows of the stream, which the readout makes the head's input of: the class tokens, or all for a mean. */
    public int readRows() {
        return readout.isMean() ? tokens() : classTokens;
    }

    /** Inputs of the head: the rows of the class tokens, one after another, or the mean. */
    public int headInputs() {
        return readout.isMean() ? dim : classTokens * dim;
    }

    /** Values of one patch, flattened channel, row, column. */
    public int patchDepth() {
        return channels * patch * patch;
    }

    /** For messages. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%d blocks, %d channels, %d heads, %d channels in the MLP and %d classes for %dx%dx%d images",
                depth,
                dim,
                heads,
                mlpDim,
                classes,
                channels,
                imageHeight,
                imageWidth);
    }

    private static void requirePositive(String name, int value) {
        require(value > 0, "The %s is %d; it must be at least 1.", name, value);
    }

    private static void require(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new InvalidInputException(String.format(Locale.ROOT, message, values));
        }
    }
}
