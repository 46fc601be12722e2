// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One 32-byte command (architecture §3.1, {@link CommandFormat}). Each unit's are made by its own class, e.g. {@link MatMulCommand}.
 *
 * @param run false: only waits and signals
 * @param flags bits 15:8 of word 0
 * @param operands words 2 … 7
 */
public record Command(Unit unit, boolean run, int flags, Sync sync, int[] operands) implements CommandView {
    public static final int BYTES = CommandFormat.WORDS * Integer.BYTES;

    /** Only waits and signals. */
    public static Command sync(Unit unit, Sync sync) {
        return new Command(unit, false, 0, sync, new int[CommandFormat.WORDS - CommandFormat.FIRST_OPERAND]);
    }

    /** The same command with a flag set. */
    public Command with(CommandFlag flag) {
        return new Command(unit, run, flags | 1 << flag.bit(), sync, operands);
    }

    /** The same command with other waits and signals. */
    public Command with(Sync other) {
        return new Command(unit, run, flags, other, operands);
    }

    /** What is left of the command where it has nothing to do: it waits and signals. */
    public Command idle() {
        return new Command(unit, false, flags, sync, operands);
    }

    @Override
    public int word(int index) {
        return switch (index) {
            case 0 ->
                CommandFormat.UNIT.encode(unit.ordinal())
                        | CommandFormat.RUN.encode(run ? 1 : 0)
                        | CommandFormat.FLAGS.encode(flags);
            case 1 -> sync.encode();
            default -> operands[index - CommandFormat.FIRST_OPERAND];
        };
    }

    /** Writes the 32 bytes; {@code tag} identifies the command in the error register. */
    public void encode(ByteBuffer to, int tag) {
        to.order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(word(0) | CommandFormat.TAG.encode(tag & CommandFormat.TAG.max()));
        for (int index = 1; index < CommandFormat.WORDS; index++) {
            to.putInt(word(index));
        }
    }
}
