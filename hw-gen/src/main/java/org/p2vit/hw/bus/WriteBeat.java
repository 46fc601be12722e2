// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.bus;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.Bool;

/** One beat of AXI4 write data, all bytes enabled. */
public final class WriteBeat extends HwBundle {
    public final int dataBits;
    public final Bits data;
    public final Bool last = bool();

    public WriteBeat(int dataBits) {
        this.dataBits = dataBits;
        this.data = bits(dataBits);
    }
}
