// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.port.BankWrite;
import spinal.core.Bits;
import spinal.core.Bool;

/**
 * The writer of a {@link BankedBuffer} that is never refused; its ports {@code priority…} are the buffer's. {@code columns} writes what {@code write} says
 * across the banks: byte b of lane i goes to bank b, to the bytes of its word that are named like banks of lane i.
 */
public final class FirstWriter extends HwArea {
    public final Bool valid;
    /** Of a buffer that can be written across its banks: one bit for each, which drives no other; all of them are the same. */
    public final Optional<Bits> columns;

    /** Of a buffer of greatest words: these are the first since the words were used. */
    public final Optional<Bool> fresh;

    public final BankWrite write;
    private final int banks;

    FirstWriter(BufferShape shape) {
        banks = shape.banks();
        int lanes = shape.priorityLanes();
        check(banks % lanes == 0, lanes + " priority lanes do not divide " + banks + " banks");
        valid = named("priorityValid", in(bool()));
        columns = optional(shape.columns(), () -> named("priorityColumns", in(bits(banks))));
        fresh = optional(shape.greatest(), () -> named("priorityFresh", in(bool())));
        write = named("priority", in(new BankWrite(lanes, banks, shape.wordBits())));
    }

    /** Whether it writes to a bank. */
    Bool takes(int bank) {
        Bool row = and(valid, bit(write.banks, bank));
        return columns.map(across -> or(row, bit(across, bank))).orElse(row);
    }

    /** What it writes to a bank. */
    Bits data(int bank) {
        Bits word = write.data.get(bank % write.lanes);
        return columns.map(across -> mux(bit(across, bank), column(bank), word)).orElse(word);
    }

    private Bits column(int bank) {
        List<Bits> bytes = list(write.lanes, lane -> word(write.data.get(lane), bank, 8));
        return pack(list(banks, at -> bytes.get(at % write.lanes)));
    }

    /** The bytes of every bank's word that it writes across the banks. */
    Bits columnBytes() {
        return write.banks;
    }
}
