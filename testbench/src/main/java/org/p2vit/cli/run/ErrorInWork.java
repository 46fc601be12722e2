// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

/** Carries an {@link Error} through picocli, which hands only exceptions to its handler. */
public final class ErrorInWork extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ErrorInWork(Error error) {
        super(error);
    }
}
