// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/** Clips a number to the range of fewer bits, numeric contract §1.2. Combinational. */
public final class Saturate extends HwModule {
    public final SInt value;
    public final SInt result;

    /** Clips {@code width} bits to {@code resultBits}, which are fewer. */
    public Saturate(int width, int resultBits) {
        check(width > resultBits, "width is " + width + ": nothing to saturate in " + resultBits + " bits");
        value = in(sint(width));
        result = out(sint(resultBits));
        Bits high = asBits(slice(value, width - 1, resultBits - 1));
        Bool fits = named("fits", or(andReduce(high), not(orReduce(high))));
        int half = 1 << (resultBits - 1);
        SInt limit = mux(msb(value), sint(resultBits, -half), sint(resultBits, half - 1));
        assign(result, mux(fits, slice(value, resultBits - 1, 0), limit));
    }
}
