// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.SInt;
import spinal.core.UInt;

/** The scalars of a row that its normalisation uses (numeric contract §3). */
final class ScaleFactors extends HwBundle {
    static final int SUM_BITS = RowScale.SUM_BITS + 1;

    /** −s. */
    final SInt negativeSum = sint(SUM_BITS);
    /** r. */
    final UInt root = uint(RowScale.ROOT_BITS);
    /** 28 − z. */
    final UInt downShift = uint(5);
}
