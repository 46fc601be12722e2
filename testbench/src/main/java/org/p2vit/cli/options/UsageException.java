// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

/** Options that contradict each other or the network they are for; the message says which, and what to change. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
