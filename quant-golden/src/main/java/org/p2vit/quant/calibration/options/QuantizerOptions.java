// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.options;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.BitWidths;
import org.p2vit.quant.model.LayerKind;

/**
 * What a user may choose about quantization. The result depends on all but the number of threads. {@link #DEFAULT} is
 * the best that is known; other forms are made from it.
 *
 * @param weightBits bits of the weights inside blocks, 8 or 4; patch embedding and head keep 8
 * @param layers kinds of layers inside blocks that are not dense with {@code weightBits}, by name: {@code blocks.0.fc1},
 *     {@code fc1} in the blocks that do not name it, {@code all} for layers that nothing else names; {@code qkv} stands for
 *     q, k and v as far as they are not named themselves
 * @param attention coding of the attention weights
 * @param rounding how scales of activations and weights become powers of two
 * @param techniques the parts of the quantizer that are on
 * @param pruning how weights of sparse layers are chosen
 * @param seed of the random samples of activations
 * @param threads working threads, at least 1
 */
public record QuantizerOptions(
        int weightBits,
        Map<String, LayerKind> layers,
        AttentionCoding attention,
        ScaleRounding rounding,
        Set<Technique> techniques,
        PruningRule pruning,
        long seed,
        int threads)
        implements Serializable {
    /** 8-bit weights, 4-bit logarithmic attention, every technique that was seen to gain, one thread per processor. */
    public static final QuantizerOptions DEFAULT = new QuantizerOptions(
            8,
            Map.of(),
            AttentionCoding.LOG2,
            ScaleRounding.ADAPTIVE,
            EnumSet.complementOf(
                    EnumSet.of(Technique.QUERY_KEY_BALANCE, Technique.CHANNEL_VALUES, Technique.DOWNSTREAM_EXPONENTS)),
            PruningRule.COMPENSATED,
            1,
            Runtime.getRuntime().availableProcessors());

    /**
     * The best that is known where no image is at hand: what is learnt of means and single channels on drawn pictures does
     * not hold for photographs. Sparse layers keep their greatest weights for the same reason.
     */
    public static final QuantizerOptions WITHOUT_IMAGES = DEFAULT.without(
                    Technique.SMOOTHING, Technique.BIAS_CORRECTION, Technique.ERROR_PROPAGATION)
            .withPruning(PruningRule.MAGNITUDE);

    /** Stands for every layer inside blocks that has no other name in a table. */
    public static final String ALL = "all";

    private static final Pattern QKV = Pattern.compile("(^|\\.)[qkv]$");

    public QuantizerOptions {
        layers = Collections.unmodifiableMap(new TreeMap<>(layers));
        techniques = Collections.unmodifiableSet(new TreeSet<>(techniques));
        checkBits("block layers", weightBits);
        if (threads < 1) {
            throw new InvalidInputException("The number of threads is " + threads + "; at least 1 is needed.");
        }
    }

    /** These options with other bits; the table of exceptions stays. */
    public QuantizerOptions withBits(BitWidths bits) {
        return withWeightBits(bits.weights()).withAttention(bits.coding());
    }

    /** Weights as the layers have them that the table does not name. */
    public BitWidths bits() {
        return new BitWidths(weightBits, attention);
    }

    public QuantizerOptions withWeightBits(int bits) {
        return new QuantizerOptions(bits, layers, attention, rounding, techniques, pruning, seed, threads);
    }

    /** Replaces the whole table of exceptions. */
    public QuantizerOptions withLayers(Map<String, LayerKind> kinds) {
        return new QuantizerOptions(weightBits, kinds, attention, rounding, techniques, pruning, seed, threads);
    }

    public QuantizerOptions withAttention(AttentionCoding coding) {
        return new QuantizerOptions(weightBits, layers, coding, rounding, techniques, pruning, seed, threads);
    }

    public QuantizerOptions withRounding(ScaleRounding form) {
        return new QuantizerOptions(weightBits, layers, attention, form, techniques, pruning, seed, threads);
    }

    /** These options with some techniques on. */
    public QuantizerOptions with(Technique... more) {
        Set<Technique> all = new TreeSet<>(techniques);
        all.addAll(Arrays.asList(more));
        return withTechniques(all);
    }

    /** These options with some techniques off. */
    public QuantizerOptions without(Technique... less) {
        Set<Technique> rest = new TreeSet<>(techniques);
        Arrays.asList(less).forEach(rest::remove);
        return withTechniques(rest);
    }

    private QuantizerOptions withTechniques(Set<Technique> chosen) {
        return new QuantizerOptions(weightBits, layers, attention, rounding, chosen, pruning, seed, threads);
    }

    public QuantizerOptions withPruning(PruningRule rule) {
        return new QuantizerOptions(weightBits, layers, attention, rounding, techniques, rule, seed, threads);
    }

    public QuantizerOptions withThreads(int count) {
        return new QuantizerOptions(weightBits, layers, attention, rounding, techniques, pruning, seed, count);
    }

    public QuantizerOptions withSeed(long value) {
        return new QuantizerOptions(weightBits, layers, attention, rounding, techniques, pruning, value, threads);
    }

    public boolean has(Technique technique) {
        return techniques.contains(technique);
    }

    /** Whether exponents of activations by channel are chosen by a technique; other roundings know one scale per tensor. */
    public boolean perChannel(Technique technique) {
        return has(technique) && rounding == ScaleRounding.ADAPTIVE;
    }

    /** Everything the result depends on, the same text for the same choices: a key for caches and reports. */
    public String choices() {
        return String.format(
                Locale.ROOT,
                "weight bits %d %s, attention %s, rounding %s, %s, pruning %s, seed %d",
                weightBits,
                layers,
                attention,
                rounding,
                techniques,
                pruning,
                seed);
    }

    /** Kind of a layer inside a block, e.g. {@code blocks.0.q}. */
    public LayerKind kindOf(String layer) {
        String inBlock = layer.substring(layer.lastIndexOf('.') + 1);
        return Stream.of(layer, qkv(layer), inBlock, qkv(inBlock), ALL)
                .filter(layers::containsKey)
                .map(layers::get)
                .findFirst()
                .orElse(LayerKind.dense(weightBits));
    }

    /** Whether a table names a sparse layer. */
    public boolean hasSparseLayers() {
        return layers.values().stream().anyMatch(kind -> !kind.isDense());
    }

    private static String qkv(String layer) {
        return QKV.matcher(layer).replaceFirst("$1qkv");
    }

    private static void checkBits(String layer, int bits) {
        if (bits != 4 && bits != 8) {
            throw new InvalidInputException("Weights of " + layer + " cannot have " + bits + " bits; choose 4 or 8.");
        }
    }
}
