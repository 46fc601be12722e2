// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** What commands can reach on chip, architecture §2 and §3.3. */
public enum Buffer {
    /** Activations: what MATMUL multiplies, row by row. */
    ACT("activation"),
    /** Weights; also the keys of a head, and its values where the multipliers do A·V. */
    WGT("weight"),
    /** The residual stream. */
    RES("residual"),
    /** Values of heads, for SHIFTMM. */
    VAL("value"),
    /** Attention codes, for SHIFTMM. */
    CODE("code"),
    /** Exponents of rows of ACT, where their words have some of their own. */
    ROWE("rowExponent"),
    /** What rows of A·V are divided by, where the multipliers do it. */
    ROWX("rowDivisor"),
    /** Parameters of REQUANT; one address is those of W outputs. */
    RQP("requantParam"),
    /** Parameters of NORM; one address is those of W channels. */
    NRP("normParam"),
    /** Logits; one address is W int32. */
    OUT("logit");

    private final String key;

    Buffer(String key) {
        this.key = key;
    }

    /** Its name in configurations and reports. */
    public String key() {
        return key;
    }
}
