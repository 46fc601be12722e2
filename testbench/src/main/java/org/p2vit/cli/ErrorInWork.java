// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

/** Carries an {@link Error} through picocli, which hands only exceptions to its handler. */
final class ErrorInWork extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ErrorInWork(Error error) {
        super(error);
    }
}
