// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.Serializable;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.ProgressListener;

/**
 * Does jobs on threads of this process. Nothing is copied or serialised. Few results wait for their turn at a time, so
 * that memory does not grow with the number of pieces.
 *
 * @param threads at least 1
 */
public record LocalEngine(int threads) implements JobEngine {
    /** The name of this engine where one is chosen. */
    public static final String NAME = "local";

    @Override
    public <P extends Serializable, R extends Serializable, T> T run(Job<P, R, T> job, ProgressListener progress) {
        int count = job.pieces().size();
        Reduction<R, T> reduction = job.reduction().get();
        OrderedWork.run(
                threads,
                count,
                index -> PieceFailedException.run(
                        job.work(), index, count, job.pieces().get(index)),
                (index, result) -> {
                    reduction.add(result);
                    progress.at(job.name(), index + 1L, count);
                });
        return reduction.total();
    }

    @Override
    public void close() {
        // Threads end with each job.
    }
}
