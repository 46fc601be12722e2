// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.port.CommandWord;
import spinal.core.UInt;

/** A contiguous range of DRAM: {@code words} bus words from byte {@code address}, which is word aligned. */
public final class Transfer extends HwBundle {
    /** Bits of a word count, as in LOAD and STORE commands. */
    public static final int WORD_COUNT_BITS = 24;

    public final int addressBits;
    public final UInt address;
    public final UInt words = uint(WORD_COUNT_BITS);

    public Transfer(int addressBits) {
        this.addressBits = addressBits;
        this.address = uint(addressBits);
    }

    /** Drives the range of a LOAD or STORE command, given the bases of the regions MODEL, INPUT, OUTPUT. */
    void of(CommandWord command, List<UInt> regionBase) {
        UInt region = command.field(3, 9, 8);
        UInt offset = asUInt(cat(command.field(3, 7, 0), command.field(2, 31, 0)));
        UInt base = mux(eq(region, 0), regionBase.get(0), mux(eq(region, 1), regionBase.get(1), regionBase.get(2)));
        assign(address, add(base, resize(offset, addressBits)));
        assign(words, command.field(4, WORD_COUNT_BITS - 1, 0));
    }
}
