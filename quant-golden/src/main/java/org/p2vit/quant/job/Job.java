// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;

/**
 * Independent pieces of work and what becomes of their results.
 *
 * @param name of the step in progress and messages, a few words
 * @param pieces small, and in the order of the results
 * @param work done with each of them
 * @param reduction made anew for each run; stays in the process that runs the job
 */
public record Job<P extends Serializable, R extends Serializable, T>(
        String name, List<P> pieces, Work<P, R> work, Supplier<Reduction<R, T>> reduction) {
    public Job {
        pieces = List.copyOf(pieces);
    }
}
