// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.options;

/** Which weights of a group a sparse layer keeps. */
public enum PruningRule {
    /**
     * Those without which the output errs least, when the other weights make up for them (SparseGPT, arXiv 2301.00774); kept
     * weights then do so, as far as {@link Technique#WEIGHT_COMPENSATION} is on.
     */
    COMPENSATED,
    /** Those with the greatest product of weight and norm of the input (Wanda, arXiv 2306.11695); the others are not made up for. */
    WANDA,
    /** The greatest; the others are not made up for. */
    MAGNITUDE
}
