// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

/** Options that contradict each other or the network they are for; the message says which, and what to change. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
