// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.p2vit.quant.job.PieceFailedException;
import org.p2vit.quant.job.Work;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** Does the pieces of a task in a worker's process. */
final class PieceFunction<P extends Serializable, R extends Serializable>
        extends AbstractFunction1<Iterator<NumberedPiece<P>>, List<R>> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<Work<P, R>> work;
    private final int count;

    /**
     * @param work fetched once by each process
     * @param count of the pieces of the job
     */
    PieceFunction(Broadcast<Work<P, R>> work, int count) {
        this.work = work;
        this.count = count;
    }

    @Override
    public List<R> apply(Iterator<NumberedPiece<P>> pieces) {
        List<R> results = new ArrayList<>();
        while (pieces.hasNext()) {
            NumberedPiece<P> numbered = pieces.next();
            results.add(PieceFailedException.run(work.value(), numbered.index(), count, numbered.piece()));
        }
        return results;
    }
}
