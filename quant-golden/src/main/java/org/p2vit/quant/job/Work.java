// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;

/**
 * What is done with each piece of a job. It holds what all pieces share, such as networks, and is sent once to each
 * process that works. The result must depend on nothing but this and the piece; several threads call it at once.
 */
@FunctionalInterface
public interface Work<P extends Serializable, R extends Serializable> extends Serializable {
    /**
     * Does one piece.
     *
     * @throws org.p2vit.quant.InvalidInputException if a user's file cannot be used; it ends the job as it is
     */
    R of(P piece);

    /** A piece in messages, a word or two. */
    default String describe(P piece) {
        return piece.toString();
    }

    /**
     * Writes all of a piece that its result depends on, by which {@link ResumableEngine} knows it again: the same bytes in
     * every process, others if anything has changed. A piece that names a file overrides this and writes the file's bytes.
     *
     * @throws IOException if a file cannot be read
     */
    default void content(P piece, OutputStream to) throws IOException {
        ObjectOutputStream out = new ObjectOutputStream(to);
        out.writeObject(piece);
        out.flush();
    }
}
