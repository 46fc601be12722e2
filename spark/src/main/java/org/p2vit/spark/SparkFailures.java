// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.util.Optional;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.job.EngineException;
import org.p2vit.quant.job.PieceFailedException;

/** What a failed Spark job is for whoever asked for it: what the piece threw, or else what became of the cluster. */
final class SparkFailures {
    private static final int LONGEST = 300;

    private SparkFailures() {}

    /** The exception to throw. */
    static RuntimeException of(String job, String master, Throwable failure) {
        Optional<RuntimeException> ofPiece = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(cause -> cause instanceof InvalidInputException
                        || cause instanceof EngineException
                        || cause instanceof PieceFailedException)
                .map(RuntimeException.class::cast)
                .findFirst();
        return ofPiece.orElseGet(() -> new EngineException(
                "Spark on " + master + " gave up \"" + job + "\": " + firstLine(failure)
                        + "; the logs of its master and workers say more",
                failure));
    }

    private static String firstLine(Throwable failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String line = text.lines().findFirst().orElse("");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
