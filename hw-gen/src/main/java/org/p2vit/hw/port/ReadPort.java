// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Reads one address of {@code banks} buffer banks at once, never refused; the reader is the master. {@code data} is valid
 * {@link #LATENCY} cycles after {@code enable}, in order, for one cycle.
 */
public final class ReadPort extends HwPort {
    /** Cycles from address to data of every buffer: block RAM with its output register. */
    public static final int LATENCY = 2;

    public final int banks;
    public final int wordBits;
    public final Bool enable = bool();
    public final UInt address = uint(16);
    public final List<Bits> data;

    public ReadPort(int banks, int wordBits) {
        this.banks = banks;
        this.wordBits = wordBits;
        this.data = list(banks, i -> bits(wordBits));
    }

    @Override
    protected void asMaster() {
        out(enable);
        out(address);
        data.forEach(word -> in(word));
    }

    /** Connects this reader to the buffer side {@code buffer}. */
    public void to(ReadPort buffer) {
        assign(buffer.enable, enable);
        assign(buffer.address, address);
        for (int b = 0; b < banks; b++) {
            assign(data.get(b), buffer.data.get(b));
        }
    }
}
