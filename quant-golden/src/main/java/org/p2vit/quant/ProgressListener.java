// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant;

/** Hears how far long work has come. Called from the working thread, often; it must be cheap and must not throw. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = (step, done, total) -> {};

    /**
     * @param step what is being done, a few words; a new text begins a new step
     * @param done how much is done, 0 to {@code total}
     * @param total how much there is
     */
    void at(String step, long done, long total);
}
