// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

/** Which rectangle is cut from an image that is larger than the network's input; they differ where a margin is odd. */
public enum Crop {
    /** None: the image has the size already. */
    NONE,

    /** The centre; the margin before it is half of the whole, a half rounded to the even number (torchvision, timm). */
    CENTRE,

    /** The centre; the margin before it is half of the whole, rounded down (Hugging Face). */
    CENTRE_FLOOR
}
