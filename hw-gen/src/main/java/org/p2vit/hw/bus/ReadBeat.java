// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.bus;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.Bool;

/** One beat of AXI4 read data. */
public final class ReadBeat extends HwBundle {
    public final int dataBits;
    public final Bits data;
    public final Bool last = bool();
    /** RRESP was SLVERR or DECERR. */
    public final Bool error = bool();

    public ReadBeat(int dataBits) {
        this.dataBits = dataBits;
        this.data = bits(dataBits);
    }
}
