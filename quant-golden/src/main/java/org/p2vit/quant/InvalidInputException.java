// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Thrown when something a user supplied cannot be used: a file, a model, a configuration, an option.
 *
 * <p>The message stands alone: it names the value, the limit it broke and what to change, because the command line prints
 * it without a stack trace. A fault in this project itself is never reported with this type.
 */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Serializable: made by {@link List#of} or {@code toList}. */
    private final List<String> lines;

    /** @param message the whole explanation for the user, one sentence or a few */
    public InvalidInputException(String message) {
        this(message, (Throwable) null);
    }

    /**
     * @param message the whole explanation for the user
     * @param cause the lower-level failure, shown only when debugging
     */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
        lines = List.of(message);
    }

    /**
     * A list of faults. What a file or a user says has no part in where lines end.
     *
     * @param message what they are faults of
     * @param entries one fault each
     */
    public InvalidInputException(String message, List<String> entries) {
        super(Stream.concat(Stream.of(message), entries.stream()).collect(Collectors.joining("\n  ")));
        lines = Stream.concat(Stream.of(message), entries.stream()).toList();
    }

    /** The message, and behind it each entry of its list, if it has one. */
    public List<String> lines() {
        return lines;
    }
}
