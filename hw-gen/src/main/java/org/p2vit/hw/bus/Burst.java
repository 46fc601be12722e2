// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.bus;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.UInt;

/** Address phase of an AXI4 INCR burst of full-width beats; {@code length} is the number of beats minus one. */
public final class Burst extends HwBundle {
    public final int addressBits;
    public final UInt address;
    public final UInt length = uint(8);

    public Burst(int addressBits) {
        this.addressBits = addressBits;
        this.address = uint(addressBits);
    }

    /** Drives {@code target} with this one. */
    public void to(Burst target) {
        assign(target.address, address);
        assign(target.length, length);
    }
}
