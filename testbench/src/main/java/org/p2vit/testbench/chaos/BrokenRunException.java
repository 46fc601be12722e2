// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

/** A disturbed run ended in a way that no machine may: a rule of a bus was broken, or the simulation stopped. */
final class BrokenRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenRunException(String message) {
        super(message);
    }
}
