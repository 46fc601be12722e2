// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** A 32-byte command as units see it (architecture §3.1): eight 32-bit words, word 0 in the lowest bits. */
public final class CommandWord extends HwBundle {
    /** Opcode RUN among the bits of the command. */
    public static final int RUN_BIT = 4;

    /** Bits of a semaphore field. */
    public static final int SEMAPHORE_BITS = 5;

    public final Bits words = bits(256);

    /** Bits {@code [hi:lo]} of 32-bit word {@code word}. */
    public UInt field(int word, int hi, int lo) {
        return asUInt(slice(words, 32 * word + hi, 32 * word + lo));
    }

    /** Flag {@code index} (word 0, bits 15:8). */
    public Bool flag(int index) {
        return bit(words, 8 + index);
    }

    /** Whether a flag of {@link org.p2vit.hw.program.Command} is set. */
    public Bool has(int flag) {
        return flag(Integer.numberOfTrailingZeros(flag));
    }

    public UInt unit() {
        return field(0, 3, 0);
    }

    /** Opcode RUN; otherwise SYNC, which only waits and signals. */
    public Bool run() {
        return bit(words, RUN_BIT);
    }

    /** Region of a LOAD or STORE, a {@link org.p2vit.hw.program.Command.Region}. */
    public UInt region() {
        return field(3, 9, 8);
    }

    /** Byte offset of a LOAD or STORE in its region. */
    public UInt offset() {
        return asUInt(cat(field(3, 7, 0), field(2, 31, 0)));
    }

    public UInt waitStartA() {
        return field(1, 4, 0);
    }

    public UInt waitStartB() {
        return field(1, 9, 5);
    }

    public UInt waitTile() {
        return field(1, 14, 10);
    }

    public UInt signalTile() {
        return field(1, 19, 15);
    }

    public UInt signalEndA() {
        return field(1, 24, 20);
    }

    public UInt signalEndB() {
        return field(1, 29, 25);
    }
}
