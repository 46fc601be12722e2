// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;

/**
 * Statistics of a float network that one quantization leaves for the next, of the same network and images: forms of the
 * quantizer can then be compared without running the float network for each. Statistics for another seed, attention
 * coding, number of images or {@link Technique#ROTATION} are replaced. Several threads may quantize at once.
 */
public final class SharedStatistics {
    private String key = "";
    private List<ActivationStatistics> parts = List.of();

    /** All parts of the network, if they are known. */
    synchronized Optional<List<ActivationStatistics>> of(QuantizerOptions options, int images) {
        return key.equals(key(options, images)) ? Optional.of(parts) : Optional.empty();
    }

    synchronized void keep(QuantizerOptions options, int images, List<ActivationStatistics> all) {
        key = key(options, images);
        parts = List.copyOf(all);
    }

    private static String key(QuantizerOptions options, int images) {
        return String.format(
                Locale.ROOT,
                "%d images, seed %d, attention %s, rotation %s",
                images,
                options.seed(),
                options.attention(),
                options.has(Technique.ROTATION));
    }
}
