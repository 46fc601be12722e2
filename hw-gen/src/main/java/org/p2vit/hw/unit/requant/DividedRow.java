// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.dsl.HwBundle;
import spinal.core.UInt;

/** What the lanes of a row divide by: in the cycle of the accumulators the magnitude, a cycle later the reciprocal. */
final class DividedRow extends HwBundle {
    public final UInt magnitude = uint(SumReciprocal.MAGNITUDE_BITS);
    public final UInt reciprocal = uint(SumReciprocal.RECIPROCAL_BITS);
}
