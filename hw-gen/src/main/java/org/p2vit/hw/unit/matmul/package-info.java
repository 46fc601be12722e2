// SPDX-License-Identifier: Apache-2.0
/**
 * MATMUL: the array of multipliers and the loop that feeds it. In go commands, tokens and words of two buffers; out come
 * accumulators, row group by row group. Arithmetic: contract §2 and §4; structure, rates and the elements to choose from:
 * {@code hw-gen/doc/units/matmul.md}.
 */
package org.p2vit.hw.unit.matmul;
