// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

/** A model could not be built: a tool is missing, or refused the source. The message says which and what to do. */
public class BuildException extends RuntimeException {
    public BuildException(String message) {
        super(message);
    }

    public BuildException(String message, Throwable cause) {
        super(message, cause);
    }
}
