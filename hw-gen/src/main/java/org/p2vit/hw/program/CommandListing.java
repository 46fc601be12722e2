// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Commands as people read them, a line each: unit, what it waits for, its fields by name, what it signals. Fields that are 0 are left out,
 * but for those that the hardware looks at before it starts.
 *
 * <pre>{@code MATMUL [after WEIGHTS_LOADED, each tile after NORM_ROWS] aStride=4 bBase=96 tiles=5 outTiles=4 depthWords=4 -> WEIGHTS_FREE}</pre>
 */
public final class CommandListing {
    private CommandListing() {}

    /** One line, whatever is in the command. */
    public static String line(CommandView command) {
        int number = command.get(CommandFormat.UNIT);
        if (number >= Unit.values().length) {
            return String.format(Locale.ROOT, "unit %d, which does not exist", number);
        }
        Unit unit = Unit.values()[number];
        StringJoiner line = new StringJoiner(" ");
        line.add(unit.name());
        waits(command).forEach(line::add);
        if (command.get(CommandFormat.RUN) == 0) {
            line.add("sync");
        } else if (unit == Unit.CONTROL) {
            line.add("end");
        } else {
            operands(command, CommandFormat.of(unit)).forEach(line::add);
        }
        signals(command).forEach(line::add);
        return line.toString();
    }

    private static List<String> waits(CommandView command) {
        List<String> waits = new ArrayList<>();
        add(waits, "after ", command, CommandFormat.WAIT_START_A);
        add(waits, "after ", command, CommandFormat.WAIT_START_B);
        add(waits, "each tile after ", command, CommandFormat.WAIT_TILE);
        return waits.isEmpty() ? waits : List.of("[" + String.join(", ", waits) + "]");
    }

    private static List<String> signals(CommandView command) {
        List<String> signals = new ArrayList<>();
        add(signals, "each tile ", command, CommandFormat.SIGNAL_TILE);
        add(signals, "", command, CommandFormat.SIGNAL_END_A);
        add(signals, "", command, CommandFormat.SIGNAL_END_B);
        return signals.isEmpty() ? signals : List.of("-> " + String.join(", ", signals));
    }

    private static void add(List<String> texts, String before, CommandView command, CommandField field) {
        int id = command.get(field);
        if (id != 0) {
            texts.add(before + (id < Semaphore.values().length ? Semaphore.values()[id].name() : "semaphore " + id));
        }
    }

    private static List<String> operands(CommandView command, CommandLayout layout) {
        List<String> texts = new ArrayList<>();
        for (CommandField field : layout.fields()) {
            int value = command.get(field);
            boolean counts = layout.constraints().stream()
                    .anyMatch(constraint -> constraint.field().equals(field));
            if (value != 0 || counts) {
                texts.add(field.name() + "=" + text(layout, field, value));
            }
        }
        layout.flags().stream().filter(command::has).map(CommandFlag::name).forEach(texts::add);
        return texts;
    }

    private static String text(CommandLayout layout, CommandField field, int value) {
        return layout.coded().stream()
                .filter(coded -> coded.field().equals(field))
                .map(coded -> coded.text(value))
                .findFirst()
                .orElse(Integer.toUnsignedString(value));
    }
}
