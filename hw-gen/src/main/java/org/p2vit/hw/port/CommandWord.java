// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.program.CommandField;
import org.p2vit.hw.program.CommandFlag;
import org.p2vit.hw.program.CommandFormat;
import org.p2vit.hw.program.TransferFields;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** A 32-byte command as units see it (architecture §3.1): eight 32-bit words, word 0 in the lowest bits. */
public final class CommandWord extends HwBundle {
    public final Bits words = bits(Integer.SIZE * CommandFormat.WORDS);

    public UInt get(CommandField field) {
        return get(field, field.bits());
    }

    /** The lowest bits of a field. */
    public UInt get(CommandField field, int bits) {
        int low = Integer.SIZE * field.word() + field.low();
        return asUInt(slice(words, low + bits - 1, low));
    }

    public Bool has(CommandFlag flag) {
        return single(flag.field());
    }

    public UInt unit() {
        return get(CommandFormat.UNIT);
    }

    /** Opcode RUN; otherwise SYNC, which only waits and signals. */
    public Bool run() {
        return single(CommandFormat.RUN);
    }

    /** Byte offset of a LOAD or STORE in its region. */
    public UInt offset() {
        return asUInt(cat(get(TransferFields.OFFSET_HIGH), get(TransferFields.OFFSET_LOW)));
    }

    private Bool single(CommandField field) {
        return bit(words, Integer.SIZE * field.word() + field.low());
    }
}
