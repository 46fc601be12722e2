// SPDX-License-Identifier: Apache-2.0
/**
 * A second witness of the numeric contract: {@code quant-golden/doc/arithmetic.md} and {@code bundle.md} written down once more, with
 * exact fractions and integers of any size, from the two documents alone. It shares neither code nor tables with the golden kernels, so
 * a misreading of either shows as a different word. {@code GoldenGlue} is the only class here that knows the golden model; it hands over
 * a network as the bytes of its bundle, and the words to compare.
 *
 * <p>Speed is no aim: every formula stands as the document has it.
 */
package org.p2vit.quant.witness;
