// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

/** What makes the head's input, int8, of rows of the residual stream (contract §8). */
public sealed interface QuantizedReadout permits QuantizedNorm, QuantizedNarrowing, QuantizedMean {
    /** Name of its result among the tensors. */
    String name();

    /** What kind of network it is the end of. */
    Readout kind();

    /** @throws org.p2vit.quant.InvalidInputException if it is not made for rows of so many channels */
    void requireDim(int expected);
}
