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
    /** Width of every register. */
    public static final int BITS = 32;

    /** How software may use a register or a field of it. */
    public enum Access {
        /** Read only, driven by hardware. */
        RO,
        /** Read and write. */
        RW,
        /** Read and write; a write while a run is active is refused and changes nothing. */
        RWI,
        /** Read; writing 1 to a bit toggles it (the HLS convention for interrupt status). */
        TOW,
        /** Read; writing 1 acts at once, writing 0 does nothing. */
        W1A,
        /** Read only; reading clears it. */
        RC,
        /** Commands and status in one register; each field has an access of its own. */
        CONTROL
    }

    /**
     * Bits {@code high … low} of a register.
     *
     * @param access of these bits; the register's own when given as null, and always set in a {@link Register}
     */
    public record Field(String name, int high, int low, Access access, String description) {
        public Field(String name, int high, int low, String description) {
            this(name, high, low, null, description);
        }

        /** Ones in the bits of this field. */
        public long mask() {
            return (1L << high + 1) - (1L << low);
        }
    }

    public Register {
        Access own = access;
        fields = fields.stream()
                .map(field -> field.access() == null
                        ? new Field(field.name(), field.high(), field.low(), own, field.description())
                        : field)
                .toList();
    }

    /**
     * The bits of a field.
     *
     * @throws java.util.NoSuchElementException when there is none of this name
     */
    public long mask(String field) {
        return fields.stream()
                .filter(each -> each.name().equals(field))
                .findFirst()
                .orElseThrow()
                .mask();
    }

    /** Value after reset as an unsigned number. */
    public long unsignedReset() {
        return Integer.toUnsignedLong(reset);
    }

    /** The same register with another reset value. */
    public Register withReset(int value) {
        return new Register(name, offset, access, value, description, fields);
    }
}
