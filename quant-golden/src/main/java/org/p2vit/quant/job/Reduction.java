// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

/**
 * Takes the results of a job one by one, in the order of the pieces, on the thread that runs the job. Sums are therefore
 * formed in one order, whatever was done where and when.
 */
public interface Reduction<R, T> {
    void add(R result);

    /** What all results together give; called once, after the last. */
    T total();
}
