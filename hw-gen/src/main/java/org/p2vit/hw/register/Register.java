// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.register;

import java.util.List;

/**
 * One 32-bit register of the control interface.
 *
 * @param offset byte offset
 * @param reset value after reset; for hardware-driven registers the value that reading gives before the first start
 * @param fields from bit 0 upward; empty when the register is one number
 */
public record Register(String name, int offset, Access access, int reset, String description, List<Field> fields) {
    /** How software may use a register. */
    public enum Access {
        /** Read only, driven by hardware. */
        RO,
        /** Read and write. */
        RW,
        /** Read; writing 1 to a bit toggles it (the HLS convention for interrupt status). */
        TOW,
        /** Commands and status in one register; each field says its own behaviour. */
        CONTROL
    }

    /** Bits {@code high … low} of a register. */
    public record Field(String name, int high, int low, String description) {}

    public Register {
        fields = List.copyOf(fields);
    }

    /** The same register with another reset value. */
    public Register withReset(int value) {
        return new Register(name, offset, access, value, description, fields);
    }
}
