// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command format as the Markdown of {@code hw-gen/doc/architecture.md} §3.1; a test compares the two. */
public final class CommandManual {
    private CommandManual() {}

    /** Table of the words that all commands have. */
    public static List<String> header() {
        List<String> lines = new ArrayList<>(List.of("| word | bits |", "|---|---|"));
        for (int word = 0; word < CommandFormat.FIRST_OPERAND; word++) {
            lines.add("| " + word + " | " + cell(CommandFormat.HEADER, List.of(), word) + " |");
        }
        return lines;
    }

    /** Table of the operands of each unit. */
    public static List<String> operands() {
        List<String> lines = new ArrayList<>();
        lines.add("| unit | word 2 | word 3 | word 4 | word 5 | word 6 | word 7 | flags, in word 0 |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (Unit unit : Unit.values()) {
            CommandLayout layout = CommandFormat.of(unit);
            List<String> cells = new ArrayList<>(List.of(unit.ordinal() + " " + unit));
            for (int word = CommandFormat.FIRST_OPERAND; word < CommandFormat.WORDS; word++) {
                cells.add(cell(layout.fields(), layout.coded(), word));
            }
            cells.add(flags(layout));
            lines.add("| " + String.join(" | ", cells) + " |");
        }
        return lines;
    }

    private static String cell(List<CommandField> fields, List<CodedField<?>> coded, int word) {
        return fields.stream()
                .filter(field -> field.word() == word)
                .map(field -> bits(field) + " " + field.name() + codes(field, coded))
                .collect(Collectors.joining(", "));
    }

    private static String bits(CommandField field) {
        return field.bits() == 1 ? "[" + field.low() + "]" : "[" + field.high() + ":" + field.low() + "]";
    }

    private static String codes(CommandField field, List<CodedField<?>> coded) {
        return coded.stream()
                .filter(one -> one.field().equals(field))
                .map(one -> one.codes().stream()
                        .map(code -> code.code() + " " + code.name())
                        .collect(Collectors.joining(" ", ": ", "")))
                .collect(Collectors.joining());
    }

    private static String flags(CommandLayout layout) {
        List<String> texts = new ArrayList<>();
        layout.flags().forEach(flag -> texts.add(bits(flag.field()) + " " + flag.name()));
        String inFlags = cell(layout.fields(), layout.coded(), CommandFormat.FLAGS.word());
        if (!inFlags.isEmpty()) {
            texts.add(inFlags);
        }
        return String.join(", ", texts);
    }
}
