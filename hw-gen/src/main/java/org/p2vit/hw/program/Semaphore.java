// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/**
 * The counting semaphores the compiler uses; the ordinal is the identifier in a command (architecture §3). Each has one
 * consuming unit.
 */
public enum Semaphore {
    NONE,
    /** REQUANT → NORM, a token per tile of the residual stream. */
    STREAM_ROWS,
    /** NORM → MATMUL, a token per tile normalised for attention or for the head. */
    NORM_ROWS,
    /** LOAD → MATMUL, a token per weight slice. */
    WEIGHTS_LOADED,
    /** MATMUL → LOAD. */
    WEIGHTS_FREE,
    /** REQUANT → MATMUL: the queries and keys of a head are written. */
    KEYS_READY,
    /** REQUANT → SHIFTMM: the values of a head are written. */
    VALUES_READY,
    /** SHIFTMM → REQUANT. */
    VALUES_FREE,
    /** SOFTMAX → the unit that does A·V, SHIFTMM or MATMUL: a token per tile of attention codes. */
    CODE_ROWS,
    /** SHIFTMM → SOFTMAX. */
    CODES_FREE,
    /** The unit that writes A·V, SHIFTMM or REQUANT → MATMUL: a token per tile of attention output with all heads. */
    ATTENTION_ROWS,
    /** REQUANT → MATMUL, a token per complete tile of the MLP's hidden activations. */
    HIDDEN_ROWS,
    /** LOAD → REQUANT. */
    REQUANT_PARAMETERS_LOADED,
    /** REQUANT → LOAD. */
    REQUANT_PARAMETERS_FREE,
    /** LOAD → NORM. */
    NORM_PARAMETERS_LOADED,
    /** NORM → LOAD. */
    NORM_PARAMETERS_FREE,
    /** LOAD → MATMUL: some more patches are in the activation buffer, or all. */
    PATCHES_LOADED,
    /** LOAD → REQUANT: the rows of position embedding and class token that the next patches need are in the residual buffer. */
    STREAM_LOADED,
    /** REQUANT → STORE. */
    LOGITS_READY,
    /** MATMUL → LOAD: the patches, or what took their place, are used. */
    PATCHES_FREE,
    /** NORM, or REQUANT where there is no final norm → LOAD: the residual stream of an image is used. */
    STREAM_FREE,
    /** STORE → REQUANT: the logits of an image are in DRAM. */
    LOGITS_FREE,
    /** The unit that writes A·V, SHIFTMM or REQUANT → MATMUL: nothing of attention is under way; only in programs without overlap inside attention. */
    ATTENTION_IDLE,
    /** NORM → MATMUL, a token per tile normalised for the MLP. */
    MLP_ROWS,
    /** REQUANT → REQUANT: the residual stream is complete, where a head reads it without a norm. */
    STREAM_COMPLETE;

    /** Counters in the machine, identifier 0 included. */
    public static final int COUNT = 32;
}
