// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** A write of one entry to every lane's {@link GeluTable}. */
final class GeluWrite extends HwBundle {
    public final Bool enable = bool();
    public final UInt address = uint(8);
    public final Bits data = bits(8);
}
