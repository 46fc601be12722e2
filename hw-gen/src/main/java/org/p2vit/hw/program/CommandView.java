// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** A command whose fields can be read, whatever it is stored as. */
public interface CommandView {
    /** Word {@code index}, 0 … 7. */
    int word(int index);

    /** An unsigned field of up to 31 bits; of 32 bits the bits. */
    default int get(CommandField field) {
        return (word(field.word()) & field.mask()) >>> field.low();
    }

    default boolean has(CommandFlag flag) {
        return get(flag.field()) != 0;
    }

    /** Base address of row group {@code group}. */
    default int address(StridedField field, int group) {
        return get(field.base()) + group * get(field.stride());
    }
}
