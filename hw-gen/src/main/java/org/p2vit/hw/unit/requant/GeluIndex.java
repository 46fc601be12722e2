// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** How magnitudes become indices of table Q, numeric contract §6; the same for all lanes. */
final class GeluIndex extends HwBundle {
    /** j. */
    public final UInt shift = uint(4);
    /** The bits of a magnitude, from j on, that are beyond the table. */
    public final Bits beyond = bits(GeluPipe.VALUE_BITS);

    /** From j; with {@code nothing} all magnitudes but 0 are beyond the table. */
    void load(UInt j, Bool nothing) {
        Bits all = bits(GeluPipe.VALUE_BITS, (1 << GeluPipe.VALUE_BITS) - 1);
        assign(shift, j);
        assign(beyond, mux(nothing, all, shlKeep(all, j)));
    }

    /** (a &lt;&lt; 7) &gt;&gt; j. */
    UInt scaled(UInt magnitude) {
        return shr(shl(magnitude, NumericContract.TAIL_INDEX_BITS), shift);
    }

    Bool outside(UInt magnitude) {
        return orReduce(and(magnitude.asBits(), beyond));
    }
}
