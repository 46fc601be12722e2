// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.SumReciprocal;
import spinal.core.Bits;
import spinal.core.UInt;

/** A pipe with uniform codes: they, and with the last of a row its divisor, stand {@link #latency} cycles behind {@code read}. */
final class UniformPipe extends SoftmaxPipe {
    final Bits divisor = out(bits(SumReciprocal.DIVISOR_BITS));
    /** Z of the row, {@link SumReciprocal#LATENCY} cycles before the divisor. */
    final UInt total = out(uint(UniformRow.TOTAL_BITS));

    private final UniformRow row;

    static int latency(int word) {
        return READ_LATENCY + UniformRow.latency(word);
    }

    UniformPipe(SoftmaxShape shape) {
        super(shape);
        row = inst(new UniformRow(shape.word()));
        give(row);
        assign(row.first, delay("first", readPlace.first(), READ_LATENCY));
        assign(divisor, row.divisor);
        assign(total, row.total);
    }
}
