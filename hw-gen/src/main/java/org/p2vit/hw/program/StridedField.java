// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** A word of a command that holds a {@link StridedAddress}. */
public record StridedField(CommandField base, CommandField stride) {
    private static final int ADDRESS_BITS = 16;

    static StridedField of(String name, int word) {
        return new StridedField(
                new CommandField(name + "Base", word, ADDRESS_BITS - 1, 0),
                new CommandField(name + "Stride", word, 2 * ADDRESS_BITS - 1, ADDRESS_BITS));
    }
}
