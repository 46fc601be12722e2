// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import org.p2vit.quant.spec.NumericContract;

/**
 * A random network of any shape whose tensors are busy but rarely saturated, for tests of anything that runs a network.
 * Codes are uniform or normal; shifts follow from the variances that the network itself will have, so every tensor has a
 * standard deviation of some {@value #SPREAD} codes, but for the residual stream, whose words have all exponents
 * ({@link RandomStreams}). Some outputs of fc1 are larger than the others by powers of two, so that blocks and rows
 * behind GELU have all exponents; fc2 reads them with smaller weights. Shifts differ between channels and heads. The same
 * arguments give the same network.
 */
public final class RandomQuantizedVit {
    /** Standard deviation in codes that every tensor is aimed at. */
    static final int SPREAD = 30;
    /** Standard deviation of what one sub-layer adds to the residual stream; the embedding adds {@link #SPREAD}. */
    private static final int UPDATE = 16;
    /** Exponent of most tensors; only differences between exponents matter to the integers. */
    private static final int EXPONENT = -4;

    /** Exponents behind GELU, from the least: all its shifts, 0 for three of them. */
    private static final int GELU_EXPONENTS = NumericContract.MAX_GELU_SHIFT + 3;

    /** Powers of two by which outputs of fc1 may be larger than others, with none: of the last some are clipped. */
    private static final int LEVELS = NumericContract.MAX_ROW_EXPONENT + 2;
    /** One channel in so many has another exponent of its position embedding than the size of its values suggests. */
    private static final int ODD_CHANNELS = 8;
    /** Steps that a mean's exponents are finer by than those of its rows: less than this. */
    private static final int FINER = 6;

    /** Leaves the gains room for small channels of the stream, which get larger ones. */
    private static final int NORM_SHIFT = 15;

    private static final String BLOCKS = "blocks.";

    private final VitShape shape;
    private final ToIntFunction<String> weightBits;
    private final AttentionCoding attention;
    private final Random random;
    private final RandomStreams streams;

    private RandomQuantizedVit(VitShape shape, ToIntFunction<String> weightBits, AttentionCoding attention, long seed) {
        this.shape = shape;
        this.weightBits = weightBits;
        this.attention = attention;
        this.random = new Random(seed);
        this.streams = RandomStreams.of(random, shape.dim(), EXPONENT, growth(2 * shape.depth() + 1));
    }

    /** A network with 8-bit weights. */
    public static QuantizedVit of(VitShape shape, long seed) {
        return of(shape, 8, seed);
    }

    /** A network with 8-bit weights and this coding of its attention weights. */
    public static QuantizedVit of(VitShape shape, AttentionCoding attention, long seed) {
        return of(shape, 8, attention, seed);
    }

    /**
     * @param blockWeightBits 8 or 4, of all layers inside blocks; patch embedding and head have 8 bits
     * @param seed repeats the network
     */
    public static QuantizedVit of(VitShape shape, int blockWeightBits, long seed) {
        return of(shape, blockWeightBits, AttentionCoding.LOG2, seed);
    }

    /** As above, with a coding of the attention weights. */
    public static QuantizedVit of(VitShape shape, int blockWeightBits, AttentionCoding attention, long seed) {
        return of(shape, layer -> blockWeightBits, attention, seed);
    }

    /** A network in which each layer inside blocks has 8 or 4 bits at random. */
    public static QuantizedVit mixed(VitShape shape, AttentionCoding attention, long seed) {
        Random choice = new Random(seed);
        return of(shape, layer -> choice.nextBoolean() ? 8 : 4, attention, seed);
    }

    /**
     * @param weightBits 8 or 4, of each layer inside blocks by its name, e.g. {@code blocks.3.fc1}
     * @param seed repeats the network
     */
    public static QuantizedVit of(
            VitShape shape, ToIntFunction<String> weightBits, AttentionCoding attention, long seed) {
        return ofAll(shape, layer -> layer.startsWith(BLOCKS) ? weightBits.applyAsInt(layer) : 8, attention, seed);
    }

    /** As above, with {@code patch_embed} and {@code head} among the layers asked for. */
    public static QuantizedVit ofAll(
            VitShape shape, ToIntFunction<String> weightBits, AttentionCoding attention, long seed) {
        return new RandomQuantizedVit(shape, weightBits, attention, seed).draw();
    }

    /** Random input codes for a network of this shape: patches × patchDepth. */
    public static byte[] patches(VitShape shape, long seed) {
        Random random = new Random(seed);
        byte[] codes = new byte[shape.patches() * shape.patchDepth()];
        fillNormal(random, codes, SPREAD);
        return codes;
    }

    private QuantizedVit draw() {
        int[] position = positionExponents();
        byte[] positions = positions(position);
        QuantizedLinear embedding = residualLinear(
                "patch_embed",
                Inputs.alike(shape.patchDepth()),
                weightBits.applyAsInt("patch_embed"),
                c -> position[c] - NumericContract.STORED_STREAM_SHIFT,
                0,
                SPREAD);
        List<QuantizedBlock> blocks = new ArrayList<>();
        List<BlockExponents> exponents = new ArrayList<>();
        for (int n = 0; n < shape.depth(); n++) {
            BlockExponents e = blockExponents();
            blocks.add(block(n, e));
            exponents.add(e);
        }
        int[] readExponents = readoutExponents();
        QuantizedReadout readout = readout(readExponents);
        QuantizedLinear head =
                linear("head", shape.classes(), shape.headInputs(), weightBits.applyAsInt("head"), SPREAD << 4);
        List<Float> half = Collections.nCopies(shape.channels(), 0.5f);
        return new QuantizedVit(
                shape,
                new InputCoding(EXPONENT, half, half, Preprocess.crop(shape.imageHeight(), shape.imageWidth())),
                attention,
                embedding,
                positions,
                blocks,
                readout,
                head,
                new Exponents(streams.exponents(), position, exponents, readExponents, EXPONENT - 4),
                List.of());
    }

    /** Most as the size of the channel asks for, others as coarse and as fine as a residual may be. */
    private int[] positionExponents() {
        int greatest =
                streams.exponents()[0] + NumericContract.STORED_STREAM_SHIFT + NumericContract.RESIDUAL_SHIFT_BASE;
        int[] exponents = new int[shape.dim()];
        for (int c = 0; c < exponents.length; c++) {
            int odd = greatest - random.nextInt(NumericContract.MAX_RESIDUAL_SHIFT + 1);
            int natural = Math.max(greatest - NumericContract.MAX_RESIDUAL_SHIFT, EXPONENT + streams.sizes()[c]);
            exponents[c] = random.nextInt(ODD_CHANNELS) == 0 ? odd : natural;
        }
        return exponents;
    }

    /** Codes of the constant tokens, which get nothing from a patch, are larger; coarse codes are small ones. */
    private byte[] positions(int[] exponents) {
        byte[] codes = new byte[shape.tokens() * shape.dim()];
        for (int i = 0; i < codes.length; i++) {
            int c = i % exponents.length;
            int spread = i < shape.constantTokens() * shape.dim() ? SPREAD : UPDATE;
            int coarser = Math.max(0, exponents[c] - EXPONENT - streams.sizes()[c]);
            codes[i] = (byte) (normal(random, spread) / (1 << coarser));
        }
        return codes;
    }

    private QuantizedBlock block(int n, BlockExponents e) {
        String name = BLOCKS + n + ".";
        int dim = shape.dim();
        QuantizedNorm norm1 = norm(name + "ln1");
        QuantizedAttention attention = attention(name, e);
        QuantizedLinear projection = residualLinear(
                name + "proj",
                Inputs.alike(dim),
                weightBits.applyAsInt(name + "proj"),
                c -> streams.exponents()[2 * n],
                2 * n + 1,
                UPDATE);
        QuantizedNorm norm2 = norm(name + "ln2");
        int[] levels = levels();
        QuantizedLinear fc1 = hiddenLinear(name + "fc1", levels);
        QuantizedGelu gelu = QuantizedGelu.of(shape.activation(), e.gelu());
        QuantizedLinear fc2 = residualLinear(
                name + "fc2",
                Inputs.behindGelu(levels),
                weightBits.applyAsInt(name + "fc2"),
                c -> streams.exponents()[2 * n + 1],
                2 * n + 2,
                UPDATE);
        return new QuantizedBlock(norm1, attention, projection, norm2, fc1, gelu, fc2);
    }

    /**
     * fc1, finer than GELU's output by the guard bits. Where sums do not reach the size of an output, its bias does: it puts h at
     * the edge where the exponent of its block changes, so that the sums decide.
     */
    private QuantizedLinear hiddenLinear(String name, int[] levels) {
        IntToDoubleFunction spread = o -> SPREAD << (NumericContract.GELU_GUARD_BITS + levels[o]);
        QuantizedLinear layer = linear(name, shape.mlpDim(), shape.dim(), weightBits.applyAsInt(name), spread);
        int[] bias = layer.bias().clone();
        for (int o = 0; o < bias.length; o++) {
            if (levels[o] > 0 && layer.shift()[o] == 0) {
                int edge = Byte.SIZE - 1 + NumericContract.GELU_GUARD_BITS + levels[o] - 1;
                int magnitude = 1 << (edge + NumericContract.REQUANT_GUARD_BITS);
                bias[o] = random.nextBoolean() ? magnitude : -magnitude;
            }
        }
        return layer.with(bias, layer.shift(), layer.residualShift());
    }

    /** Powers of two of the outputs of an fc1: 0 for most, each up to one that differs from layer to layer for two. */
    private int[] levels() {
        int[] levels = new int[shape.mlpDim()];
        int greatest = random.nextInt(LEVELS);
        for (int level = 1; level <= greatest; level++) {
            levels[random.nextInt(levels.length)] = level;
            levels[random.nextInt(levels.length)] = level;
        }
        return levels;
    }

    private BlockExponents blockExponents() {
        int[] logits = new int[shape.heads()];
        for (int head = 0; head < logits.length; head++) {
            logits[head] = EXPONENT - 1 + random.nextInt(3);
        }
        int[] query = normExponents();
        Arrays.setAll(query, c -> logits[c / shape.headDim()] + shape.rootShift() - logitShift() - EXPONENT);
        return new BlockExponents(
                normExponents(),
                query,
                normExponents(),
                normExponents(),
                logits,
                normExponents(),
                normExponents(),
                QuantizedGelu.LEAST_EXPONENT + random.nextInt(GELU_EXPONENTS));
    }

    /** Behind a narrowing as {@link #positionExponents}: most as large as the channel, others as coarse and as fine as may be. */
    private int[] readoutExponents() {
        int[] exponents = normExponents();
        if (shape.readout().normalisesRows()) {
            return exponents;
        }
        int last = 2 * shape.depth();
        int finest = QuantizedNarrowing.finest(streams.exponents()[last]);
        int coarsest = QuantizedNarrowing.coarsest(streams.exponents()[last]);
        for (int c = 0; c < exponents.length; c++) {
            int natural = EXPONENT + streams.sizes()[c] + growth(last + 1)[last];
            int odd = finest + random.nextInt(coarsest - finest + 1);
            exponents[c] = random.nextInt(ODD_CHANNELS) == 0 ? odd : Math.max(finest, Math.min(coarsest, natural));
        }
        return exponents;
    }

    /** Makes the exponents those of what the head reads. */
    private QuantizedReadout readout(int[] exponents) {
        QuantizedReadout rows = shape.readout().normalisesRows()
                ? norm("norm")
                : QuantizedNarrowing.to(exponents, streams.exponents()[2 * shape.depth()]);
        if (!shape.readout().isMean()) {
            return rows;
        }
        int finer = random.nextInt(FINER);
        Arrays.setAll(exponents, c -> exponents[c] - finer);
        return new QuantizedMean(
                rows,
                QuantizedMean.shift(finer),
                shape.readout() == Readout.MEAN_NORM ? Optional.of(meanNorm(exponents)) : Optional.empty());
    }

    private QuantizedMeanNorm meanNorm(int[] exponents) {
        int greatest = Arrays.stream(exponents).max().orElseThrow();
        byte[] shift = new byte[exponents.length];
        for (int c = 0; c < shift.length; c++) {
            shift[c] = (byte) QuantizedMeanNorm.shift(exponents[c], QuantizedMeanNorm.finestStream(greatest));
        }
        Arrays.fill(exponents, EXPONENT);
        return new QuantizedMeanNorm(shift, norm("norm"));
    }

    /** Rounded up: channels have a common part, the mean that LayerNorm takes from a token, so products have long tails. */
    private int logitShift() {
        return nearestShift(Math.sqrt(2.0 * shape.headDim()) * SPREAD);
    }

    private int[] normExponents() {
        int[] exponents = new int[shape.dim()];
        Arrays.fill(exponents, EXPONENT);
        return exponents;
    }

    /**
     * What a layer reads.
     *
     * @param levels powers of two by which inputs are larger than {@value #SPREAD} codes
     * @param leastShift of the layer
     */
    private record Inputs(int[] levels, int leastShift) {
        static Inputs alike(int count) {
            return new Inputs(new int[count], 0);
        }

        /** Rows have exponents (contract §2). */
        static Inputs behindGelu(int[] levels) {
            return new Inputs(levels, NumericContract.MAX_ROW_EXPONENT);
        }

        int count() {
            return levels.length;
        }
    }

    /** Completes the exponents of the attention output. */
    private QuantizedAttention attention(String name, BlockExponents e) {
        int dim = shape.dim();
        int[] logitShift = new int[shape.heads()];
        int[] softmaxShift = new int[shape.heads()];
        int[] valueShift = new int[shape.heads()];
        for (int head = 0; head < shape.heads(); head++) {
            logitShift[head] = logitShift();
            softmaxShift[head] = attention.softmaxShiftBase() - e.attentionLogits()[head];
            // A quantizer gives all heads one shift; hardware must not rely on it.
            int change = random.nextInt(2) - 1;
            valueShift[head] = NumericContract.QUOTIENT_FRACTION_BITS + change;
            int first = head * shape.headDim();
            Arrays.fill(e.attentionOutput(), first, first + shape.headDim(), e.value()[first] + change);
        }
        return new QuantizedAttention(
                blockLinear(name + "q", dim),
                blockLinear(name + "k", dim),
                blockLinear(name + "v", dim),
                logitShift,
                softmaxShift,
                valueShift);
    }

    private QuantizedLinear blockLinear(String name, int outputs) {
        return linear(name, outputs, shape.dim(), weightBits.applyAsInt(name), SPREAD);
    }

    private QuantizedLinear linear(String name, int outputs, int inputs, int bits, double spread) {
        return linear(name, outputs, inputs, bits, o -> spread);
    }

    /** @param spread standard deviation of each output in codes */
    private QuantizedLinear linear(String name, int outputs, int inputs, int bits, IntToDoubleFunction spread) {
        byte[] weights = new byte[outputs * inputs];
        int[] bias = new int[outputs];
        byte[] shift = new byte[outputs];
        for (int o = 0; o < outputs; o++) {
            double wanted = spread.applyAsDouble(o);
            double accumulated = drawWeights(weights, o * inputs, bits, Inputs.alike(inputs));
            shift[o] = (byte) nearestShift(accumulated / wanted);
            bias[o] = drawBias(wanted / 4);
        }
        return new QuantizedLinear(name, outputs, inputs, bits, weights, bias, shift, new byte[0]);
    }

    /**
     * A layer that writes a residual stream.
     *
     * @param residualExponent by channel
     * @param written index of the stream
     * @param update standard deviation of what it adds to the smallest channels, in codes of exponent {@link #EXPONENT}
     */
    private QuantizedLinear residualLinear(
            String name, Inputs inputs, int bits, IntUnaryOperator residualExponent, int written, double update) {
        int outputs = shape.dim();
        int exponent = streams.exponents()[written];
        byte[] weights = new byte[outputs * inputs.count()];
        int[] bias = new int[outputs];
        byte[] shift = new byte[outputs];
        byte[] residualShift = new byte[outputs];
        for (int o = 0; o < outputs; o++) {
            double accumulated = drawWeights(weights, o * inputs.count(), bits, inputs);
            int finer = exponent - NumericContract.STREAM_GUARD_BITS;
            double codes = Math.scalb(update, EXPONENT + streams.sizes()[o] - finer);
            shift[o] = (byte) Math.max(inputs.leastShift, nearestShift(accumulated / codes));
            residualShift[o] = (byte) (exponent - residualExponent.applyAsInt(o) + NumericContract.RESIDUAL_SHIFT_BASE);
            bias[o] = drawBias(codes / 4);
        }
        return new QuantizedLinear(name, outputs, inputs.count(), bits, weights, bias, shift, residualShift);
    }

    /** @param spread standard deviation in codes of the output */
    private int drawBias(double spread) {
        double exact = Math.scalb(random.nextGaussian() * spread, NumericContract.REQUANT_GUARD_BITS);
        return (int) Math.max(-NumericContract.MAX_BIAS, Math.min(NumericContract.MAX_BIAS, Math.round(exact)));
    }

    /**
     * Fills one row of weights; those of larger inputs are smaller, and most of them 0 where they would be less than 1.
     *
     * @return standard deviation of the accumulator
     */
    private double drawWeights(byte[] weights, int from, int bits, Inputs inputs) {
        int greatest = bits == 4 ? NumericContract.INT4_MAX : NumericContract.INT8_MAX;
        int unit = bits == 4 ? 1 << NumericContract.INT4_SHIFT : 1;
        int amplitude = (greatest + 1) / 4 + random.nextInt(greatest - greatest / 4);
        int limit = Math.min(amplitude, greatest) + 1;
        double variance = 0;
        for (int k = 0; k < inputs.count(); k++) {
            int level = inputs.levels[k];
            int own = limit >> level;
            double square = own * (own + 1) / 3.0;
            if (own > 0) {
                // As many of one sign as of the other: inputs have common parts, which must not add up.
                int code = Math.min(greatest, random.nextInt(2 * own + 1) - own);
                weights[from + k] = (byte) (unit * code);
            } else if (random.nextInt(1 << level) < limit) {
                weights[from + k] = (byte) (unit * (2 * random.nextInt(2) - 1));
                square = 1;
            }
            variance += Math.scalb(square, 2 * level);
        }
        return Math.sqrt(variance) * unit * SPREAD;
    }

    /** Makes the channels alike as far as gains reach, so that small ones count. */
    private QuantizedNorm norm(String name) {
        short[] gain = new short[shape.dim()];
        int[] offset = new int[shape.dim()];
        int unit = SPREAD << (NORM_SHIFT - NumericContract.NORM_FRACTION_BITS);
        for (int c = 0; c < gain.length; c++) {
            double sign = random.nextInt(8) == 0 ? -1 : 1;
            double exact = Math.rint(sign * unit * (0.5 + random.nextDouble()) / streams.normalized(c));
            gain[c] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, exact));
            offset[c] = (int) Math.round(random.nextGaussian() * Math.scalb(SPREAD / 4.0, NORM_SHIFT));
        }
        return new QuantizedNorm(name, gain, offset, NORM_SHIFT);
    }

    /** Variances of the updates add up, so a stream grows by a power of two for each fourfold variance. */
    private static int[] growth(int streams) {
        int[] growth = new int[streams];
        for (int i = 0; i < streams; i++) {
            growth[i] = nearestShift(Math.sqrt(SPREAD * SPREAD + UPDATE * UPDATE * (i + 1.0)) / SPREAD);
        }
        return growth;
    }

    private static int nearestShift(double ratio) {
        long shift = Math.round(Math.log(ratio) / Math.log(2));
        return (int) Math.max(0, Math.min(NumericContract.MAX_SHIFT, shift));
    }

    private static void fillNormal(Random random, byte[] codes, double spread) {
        for (int i = 0; i < codes.length; i++) {
            codes[i] = normal(random, spread);
        }
    }

    private static byte normal(Random random, double spread) {
        double code = Math.rint(random.nextGaussian() * spread);
        return (byte) Math.max(NumericContract.INT8_MIN, Math.min(NumericContract.INT8_MAX, code));
    }
}
