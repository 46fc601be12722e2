// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.p2vit.quant.job.PieceFailedException;
import org.p2vit.quant.job.Work;

/**
 * Does pieces in a worker's process.
 *
 * @param work fetched once by each process
 * @param count of the pieces of the job
 */
record PieceFunction<P extends Serializable, R extends Serializable>(Broadcast<Work<P, R>> work, int count)
        implements Function<NumberedPiece<P>, R> {
    @Override
    public R call(NumberedPiece<P> numbered) {
        return PieceFailedException.run(work.value(), numbered.index(), count, numbered.piece());
    }
}
