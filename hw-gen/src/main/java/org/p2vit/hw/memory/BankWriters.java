// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.UInt;

/** Who writes to a bank: its writers in falling priority. */
final class BankWriters {
    private record Writer(Bool wants, Bool grant, UInt address, Bits data) {}

    private final List<Writer> writers = new ArrayList<>();

    /**
     * One more writer.
     *
     * @param wants it wants the bank, which keeps those behind it from writing
     * @param grant it writes
     */
    void add(Bool wants, Bool grant, UInt address, Bits data) {
        writers.add(new Writer(wants, grant, address, data));
    }

    /** Whether one of the writers so far wants the bank. */
    Bool wanted() {
        return any(writers.stream().map(Writer::wants).toList());
    }

    /** Whether one writes. */
    Bool enable() {
        return any(writers.stream().map(Writer::grant).toList());
    }

    UInt address() {
        return ofFirst(Writer::address);
    }

    Bits data() {
        return ofFirst(Writer::data);
    }

    /**
     * Of the first writer that wants the bank, or else of the last, whether it wants it or not: what the last says then goes to the memory without a
     * selection, which would have its valid bit drive as many inputs as there are bits.
     */
    private <T extends Data> T ofFirst(Function<Writer, T> part) {
        T chosen = part.apply(writers.get(writers.size() - 1));
        for (int before = writers.size() - 2; before >= 0; before--) {
            Writer writer = writers.get(before);
            chosen = mux(writer.wants(), part.apply(writer), chosen);
        }
        return chosen;
    }
}
