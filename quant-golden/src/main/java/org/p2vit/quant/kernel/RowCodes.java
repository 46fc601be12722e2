// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

/**
 * Rows of int8 codes with one exponent each, contract §6.1. Arrays must not be modified.
 *
 * @param codes a at {@code [row * columns + column]}
 * @param exponents ρ of each row, 0 … 7
 */
public record RowCodes(byte[] codes, byte[] exponents) {}
