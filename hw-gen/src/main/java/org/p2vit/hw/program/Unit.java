// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** The units that own a command queue; the ordinal is the unit field of a command (architecture §3.1). */
public enum Unit {
    CONTROL,
    LOAD,
    STORE,
    MATMUL,
    REQUANT,
    SOFTMAX,
    SHIFTMM,
    NORM
}
