// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

/** A simulated inference did not end well: error status, broken bus rule, or a hang. The message says which, and how to repeat it. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RunFailedException(String message) {
        super(message);
    }
}
