// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.hw.config.AttentionKind;

/**
 * A bit of the flags of a command, bits 15:8 of word 0.
 *
 * @param bit 0 … 7
 * @param only the machines that know it; null for all
 */
public record CommandFlag(String name, int bit, AttentionKind only) {
    CommandFlag(String name, int bit) {
        this(name, bit, null);
    }

    /** The field of word 0 that the flag is. */
    public CommandField field() {
        int position = CommandFormat.FLAGS.low() + bit;
        return new CommandField(name, CommandFormat.FLAGS.word(), position, position);
    }

    /** Whether a machine with this attention has it. */
    public boolean knownTo(AttentionKind attention) {
        return only == null || only == attention;
    }
}
