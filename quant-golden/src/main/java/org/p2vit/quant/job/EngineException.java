// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

/** Thrown when the machines that do a job fail or lack a tool for it, not a piece of it. The message says what to look at. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
