// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/** Clips a number to [-128, 127], numeric contract §1.2. Combinational. */
public final class Saturate8 extends HwModule {
    private static final int RESULT_BITS = 8;

    public final SInt value;
    public final SInt result = out(sint(RESULT_BITS));

    /** For values of {@code width} bits, more than 8. */
    public Saturate8(int width) {
        check(width > RESULT_BITS, "width is " + width + ": nothing to saturate in 8 bits");
        value = in(sint(width));
        Bits high = asBits(slice(value, width - 1, RESULT_BITS - 1));
        Bool fits = named("fits", or(andReduce(high), not(orReduce(high))));
        SInt limit = mux(msb(value), sint(RESULT_BITS, -128), sint(RESULT_BITS, 127));
        assign(result, mux(fits, slice(value, RESULT_BITS - 1, 0), limit));
    }
}
