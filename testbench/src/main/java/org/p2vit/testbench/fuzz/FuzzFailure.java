// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

/**
 * A case that failed.
 *
 * @param line of the case as it was drawn
 * @param smallest line of the smallest one that fails in the same way
 * @param command runs that again
 */
public record FuzzFailure(FuzzOutcome.Kind kind, String message, String line, String smallest, String command) {
    static FuzzFailure of(FuzzCase one, FuzzOutcome outcome) {
        FuzzCase least = outcome.smallest().isEmpty() ? one : FuzzCase.parse(outcome.smallest());
        return new FuzzFailure(
                outcome.kind(),
                outcome.message(),
                one.text(),
                least.text(),
                least.repeat().command());
    }
}
