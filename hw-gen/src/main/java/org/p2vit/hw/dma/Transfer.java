// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.TransferFields;
import spinal.core.UInt;

/** A contiguous range of DRAM: {@code words} bus words from byte {@code address}, which is word aligned. */
public final class Transfer extends HwBundle {
    /** Bits of a word count, as in LOAD and STORE commands. */
    public static final int WORD_COUNT_BITS = TransferFields.WORDS.bits();

    public final int addressBits;
    public final UInt address;
    public final UInt words = uint(WORD_COUNT_BITS);

    public Transfer(int addressBits) {
        this.addressBits = addressBits;
        this.address = uint(addressBits);
    }

    /** Drives the range of a LOAD or STORE command, given the base of its region. */
    void of(CommandWord command, UInt base) {
        assign(address, add(base, resize(command.offset(), addressBits)));
        assign(words, command.get(TransferFields.WORDS));
    }
}
