// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.Serializable;

/**
 * Who says how images are prepared, for people.
 *
 * @param size how they come to size
 * @param normalization mean and deviation
 */
public record PixelOrigin(String size, String normalization) implements Serializable {
    /** Nobody says it. */
    public static final String ASSUMED = "assumed, nothing states it";

    /** A quantized network says it. */
    public static final String BUNDLE = "the bundle";

    /** A user says it. */
    public static final String OPTION = "--preprocess";

    static final String METADATA = "the checkpoint's own metadata";
    static final PixelOrigin UNKNOWN = new PixelOrigin("the caller", "the caller");
}
