// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Map;
import java.util.TreeMap;
import org.p2vit.quant.InvalidInputException;

/**
 * What a user may choose about quantization. The result depends on all but the number of threads.
 *
 * @param weightBits bits of the weights inside blocks, 8 or 4; patch embedding and head keep 8
 * @param layerWeightBits exceptions by layer name, e.g. {@code blocks.0.fc1}
 * @param seed of the random samples of activations
 * @param threads working threads, at least 1
 */
public record QuantizerOptions(int weightBits, Map<String, Integer> layerWeightBits, long seed, int threads) {
    /** 8-bit weights, one thread per processor. */
    public static final QuantizerOptions DEFAULT =
            new QuantizerOptions(8, Map.of(), 1, Runtime.getRuntime().availableProcessors());

    public QuantizerOptions {
        layerWeightBits = Map.copyOf(new TreeMap<>(layerWeightBits));
        checkBits("block layers", weightBits);
        layerWeightBits.forEach(QuantizerOptions::checkBits);
        if (threads < 1) {
            throw new InvalidInputException("The number of threads is " + threads + "; at least 1 is needed.");
        }
    }

    public QuantizerOptions withWeightBits(int bits) {
        return new QuantizerOptions(bits, layerWeightBits, seed, threads);
    }

    public QuantizerOptions withThreads(int count) {
        return new QuantizerOptions(weightBits, layerWeightBits, seed, count);
    }

    public QuantizerOptions withSeed(long value) {
        return new QuantizerOptions(weightBits, layerWeightBits, value, threads);
    }

    /** Bits of a layer inside a block. */
    int bitsOf(String layer) {
        return layerWeightBits.getOrDefault(layer, weightBits);
    }

    private static void checkBits(String layer, int bits) {
        if (bits != 4 && bits != 8) {
            throw new InvalidInputException("Weights of " + layer + " cannot have " + bits + " bits; choose 4 or 8.");
        }
    }
}
