// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The command format as data (architecture §3.1): what all commands have, and the layout of each unit's. Encoder, decoders in RTL, legality,
 * cycle model, listing and the table of the document are made from it.
 */
public final class CommandFormat {
    /** 32-bit words of a command. */
    public static final int WORDS = 8;

    /** The first of the words that mean something else for each unit. */
    public static final int FIRST_OPERAND = 2;

    /** The {@link Unit} by its ordinal. */
    public static final CommandField UNIT = new CommandField("unit", 0, 3, 0);
    /** 1: the unit works. 0: SYNC, it only waits and signals. */
    public static final CommandField RUN = new CommandField("run", 0, 4, 4);

    public static final CommandField RESERVED_OPCODE = new CommandField("reserved", 0, 7, 5);
    /** {@link CommandFlag}s, and what else the unit has there. */
    public static final CommandField FLAGS = new CommandField("flags", 0, 15, 8);
    /** Number that the error register repeats. */
    public static final CommandField TAG = new CommandField("tag", 0, 31, 16);

    public static final CommandField WAIT_START_A = new CommandField("waitStartA", 1, 4, 0);
    public static final CommandField WAIT_START_B = new CommandField("waitStartB", 1, 9, 5);
    public static final CommandField WAIT_TILE = new CommandField("waitTile", 1, 14, 10);
    public static final CommandField SIGNAL_TILE = new CommandField("signalTile", 1, 19, 15);
    public static final CommandField SIGNAL_END_A = new CommandField("signalEndA", 1, 24, 20);
    public static final CommandField SIGNAL_END_B = new CommandField("signalEndB", 1, 29, 25);
    public static final CommandField RESERVED_SYNC = new CommandField("reserved", 1, 31, 30);

    /** Bits of a field that names a {@link Semaphore}. */
    public static final int SEMAPHORE_BITS = WAIT_START_A.bits();

    /** What every command has, in the order of its bits. */
    public static final List<CommandField> HEADER = List.of(
            UNIT,
            RUN,
            RESERVED_OPCODE,
            FLAGS,
            TAG,
            WAIT_START_A,
            WAIT_START_B,
            WAIT_TILE,
            SIGNAL_TILE,
            SIGNAL_END_A,
            SIGNAL_END_B,
            RESERVED_SYNC);

    private CommandFormat() {}

    /** The operands of a unit's commands. */
    public static CommandLayout of(Unit unit) {
        return Layouts.BY_UNIT.get(unit);
    }

    /** Apart, because layouts need the header. */
    private static final class Layouts {
        private static final Map<Unit, CommandLayout> BY_UNIT = new EnumMap<>(Unit.class);

        static {
            for (CommandLayout layout : List.of(
                    ControlCommand.LAYOUT,
                    LoadCommand.LAYOUT,
                    StoreCommand.LAYOUT,
                    MatMulCommand.LAYOUT,
                    RequantCommand.LAYOUT,
                    SoftmaxCommand.LAYOUT,
                    ShiftMatMulCommand.LAYOUT,
                    NormCommand.LAYOUT)) {
                BY_UNIT.put(layout.unit(), layout);
            }
        }
    }
}
