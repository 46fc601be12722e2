// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

/** What several sources may say about one network. */
public enum Fact {
    IMAGE_SIZE("the image size"),
    CHANNELS("the channels of an image"),
    PATCH("the side of a patch"),
    DIM("the channels of a token (hidden size)"),
    DEPTH("the number of blocks"),
    HEADS("the number of attention heads"),
    MLP_DIM("the hidden channels of the MLP"),
    CLASSES("the number of classes"),
    CLASS_TOKENS("the number of class tokens"),
    REGISTERS("the number of register tokens"),
    NO_EMBED_CLASS("whether position embeddings leave out the class token"),
    QKV_BIAS("whether queries, keys and values have biases"),
    PROJ_BIAS("whether the projections of attention and MLP have biases"),
    POOLING("what the head reads (global_pool)"),
    FINAL_NORM("whether there is a final norm"),
    EPSILON("the LayerNorm epsilon"),
    ACTIVATION("the activation"),
    CLASS_NAMES("the class names");

    private final String text;

    Fact(String text) {
        this.text = text;
    }

    /** As it stands in a sentence. */
    public String text() {
        return text;
    }
}
