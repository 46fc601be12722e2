// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.UInt;

/**
 * The accumulators of one output tile for a group of token rows, from MATMUL to REQUANT: lane i holds those of token row
 * {@code group * lanes + i}, {@code outputs} two's complement numbers of {@link #BITS} bits, output 0 lowest. The payload
 * of a stream; groups of an output tile come in order, output tiles in the order of the MATMUL loop (architecture §3.2).
 */
public final class AccumulatorRows extends HwBundle {
    /** The contract (§2) bounds an accumulator by ±2^26, both included. */
    public static final int BITS = 28;

    public final int lanes;
    public final int outputs;
    public final List<Bits> rows;
    /** ρ of each row, contract §2. */
    public final List<UInt> exponents;

    public AccumulatorRows(int lanes, int outputs) {
        this.lanes = lanes;
        this.outputs = outputs;
        this.rows = list(lanes, i -> bits(BITS * outputs));
        this.exponents = list(lanes, i -> uint(BlockWord.EXPONENT_BITS));
    }
}
