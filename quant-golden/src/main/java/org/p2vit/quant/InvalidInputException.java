// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant;

/**
 * Thrown when something a user supplied cannot be used: a file, a model, a configuration, an option.
 *
 * <p>The message stands alone: it names the value, the limit it broke and what to change, because the command line prints
 * it without a stack trace. A fault in this project itself is never reported with this type.
 */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message the whole explanation for the user, one sentence or a few */
    public InvalidInputException(String message) {
        super(message);
    }

    /**
     * @param message the whole explanation for the user
     * @param cause the lower-level failure, shown only when debugging
     */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
