// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.Serializable;
import java.util.concurrent.CancellationException;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;

/** Does jobs. The result is that of doing the pieces one after another, to the bit. */
public interface JobEngine extends AutoCloseable {
    /**
     * Does a job and waits for its end. To cancel it, interrupt the thread.
     *
     * @param progress hears the name of the job and how many pieces are done
     * @throws InvalidInputException what a piece threw
     * @throws PieceFailedException if a piece failed otherwise; names it
     * @throws EngineException if the engine itself failed, a cluster that is lost
     * @throws CancellationException if the thread was interrupted; work that was begun is stopped
     */
    <P extends Serializable, R extends Serializable, T> T run(Job<P, R, T> job, ProgressListener progress);

    /** Gives back what the engine holds. */
    @Override
    void close();
}
