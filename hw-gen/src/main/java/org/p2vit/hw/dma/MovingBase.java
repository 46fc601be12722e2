// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The DRAM address of a region that moves from image to image: from the second cycle after reset {@code start} as it was in the first,
 * and {@code stride} more after each cycle with {@code advance}.
 */
public final class MovingBase extends HwModule {
    public final UInt start;
    public final UInt stride = in(uint(32));
    public final Bool advance = in(bool());
    public final UInt base;
    private final Bool settled = reg(bool(), false);

    public MovingBase(int addressBits) {
        start = in(uint(addressBits));
        base = out(reg(uint(addressBits)));
        assign(settled, true);
        when(advance, () -> assign(base, add(base, resize(stride, addressBits))));
        when(not(settled), () -> assign(base, start));
    }
}
