// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.Serializable;
import java.util.Locale;
import org.p2vit.quant.InvalidInputException;

/** Thrown when a piece of a job failed for a reason that is not the user's; names the piece, its cause is the failure. */
public final class PieceFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private PieceFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Does a piece, for engines.
     *
     * @param index of the piece, from 0
     * @param count of the pieces of the job
     * @throws InvalidInputException what the work threw; it explains itself
     * @throws EngineException the same, of work that this machine cannot do
     * @throws PieceFailedException for any other exception; errors of the Java machine pass
     */
    public static <P extends Serializable, R extends Serializable> R run(
            Work<P, R> work, int index, int count, P piece) {
        try {
            return work.of(piece);
        } catch (InvalidInputException | EngineException refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            throw new PieceFailedException(
                    String.format(
                            Locale.ROOT, "piece %d of %d, %s, failed: %s", index + 1, count, work.describe(piece), e),
                    e);
        }
    }
}
