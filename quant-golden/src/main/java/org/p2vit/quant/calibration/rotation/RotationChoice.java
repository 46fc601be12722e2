// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.rotation;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.weights.FloatVit;

/**
 * Whether a network is rotated where the options leave it to the network. A massive token has one huge channel. Rotated, it
 * has many, and they decide the exponents of a stream, which are by channel and alike for all tokens: the others lose their
 * digits.
 *
 * @param spread of the network's tokens, their greatest relative to the median; empty if nothing asked for it
 */
public record RotationChoice(OptionalDouble spread) {
    /**
     * The greatest spread of tokens that a network is rotated with. Trained networks lie far on either side: DeiT-Tiny has
     * 2.6 and gains by rotation, ViT-Tiny/200 with massive activations 44 and loses 3 dB; this is below their
     * geometric mean.
     */
    public static final double LIMIT = 8;

    /** Measures the network if the options leave rotation to it, with a few of the images. */
    public static RotationChoice of(FloatVit vit, CalibrationSet images, QuantizerOptions options) {
        return new RotationChoice(
                open(options)
                        ? OptionalDouble.of(TokenSpread.of(vit, images, options.threads()))
                        : OptionalDouble.empty());
    }

    private static boolean open(QuantizerOptions options) {
        return options.has(Technique.ROTATION) && !options.insistsOn(Technique.ROTATION);
    }

    /** Options of the same network and images that leave nothing open about rotation. */
    public QuantizerOptions in(QuantizerOptions options) {
        if (!open(options)) {
            return options;
        }
        return leftOut() ? options.without(Technique.ROTATION) : options.with(Technique.ROTATION);
    }

    /** What a user should know who did not leave it out himself. */
    public Optional<String> note() {
        return leftOut()
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "rotation left out: the greatest token of a residual stream is %.1f times the median one, more than"
                                + " %.0f (--with rotation insists on it)",
                        spread.getAsDouble(),
                        LIMIT))
                : Optional.empty();
    }

    private boolean leftOut() {
        return spread.isPresent() && spread.getAsDouble() > LIMIT;
    }
}
