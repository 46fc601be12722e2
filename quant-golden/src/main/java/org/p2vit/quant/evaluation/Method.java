// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.Serializable;
import org.p2vit.quant.baseline.FakeQuantVit;
import org.p2vit.quant.model.QuantizedVit;

/**
 * A way to quantize that is evaluated.
 *
 * @param name a few words
 * @param integer whether integers only are computed with, or floats that stand for them
 */
public record Method(String name, boolean integer, Logits logits) implements Serializable {
    /** The golden integer network. */
    public static Method of(String name, QuantizedVit network) {
        return new Method(name, true, new GoldenLogits(network));
    }

    /** A simulation in float. */
    public static Method of(String name, FakeQuantVit network) {
        return new Method(name, false, network::logits);
    }
}
