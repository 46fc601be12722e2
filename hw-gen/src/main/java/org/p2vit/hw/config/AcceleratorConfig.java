// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.BitWidths;

/**
 * Everything that decides the hardware. Equal configurations give equal Verilog.
 *
 * @param name letters, digits, dots and dashes, at most {@value #NAME_LENGTH}; the file it was read from, without {@code .yaml}
 * @param grade how much it is tested
 * @param board board it is meant for, one of {@link Board#names()}, or {@link #NO_BOARD}
 * @param description one printed line for lists, of any language, at most {@value #DESCRIPTION_LENGTH} characters
 * @param clockMhz intended clock, one that the board can make; no effect on the Verilog
 * @param attention what multiplies attention weights with values; {@code shift} where a file does not say
 */
public record AcceleratorConfig(
        String name,
        Grade grade,
        String board,
        String description,
        BigDecimal clockMhz,
        ArrayConfig array,
        AttentionKind attention,
        BufferSetConfig buffers,
        LimitConfig limits,
        ControlConfig control)
        implements Serializable {
    /** The configurations that come with the generator. */
    public static final List<String> NAMED = List.of("tiny", "pynq-z2", "kv260", "kv260-shift", "zcu104");

    /** As a board: none. */
    public static final String NO_BOARD = "none";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    /** Files and folders are called by it, with more beside it. */
    private static final int NAME_LENGTH = 64;

    private static final int DESCRIPTION_LENGTH = 500;
    private static final BigDecimal FASTEST_MHZ = new BigDecimal(1000);

    public AcceleratorConfig {
        attention = attention == null ? AttentionKind.SHIFT : attention;
        Faults faults = new Faults();
        faults.require(
                name != null && NAME.matcher(name).matches(),
                "name is '%s', allowed are letters, digits, '.', '_' and '-'",
                name);
        faults.require(
                name == null || name.length() <= NAME_LENGTH,
                "name has %d characters, it may have %d; call the file otherwise",
                name == null ? 0 : name.length(),
                NAME_LENGTH);
        faults.require(
                NO_BOARD.equals(board) || Board.named(board).isPresent(),
                "board is '%s', known are %s, and %s for a configuration without one",
                board,
                String.join(", ", Board.names()),
                NO_BOARD);
        faults.notBlank("description", description);
        checkDescription(description, faults);
        faults.require(
                clockMhz.compareTo(BigDecimal.ONE) >= 0 && clockMhz.compareTo(FASTEST_MHZ) <= 0,
                "clockMhz is %s, allowed is 1 to %s",
                clockMhz.toPlainString(),
                FASTEST_MHZ);
        checkElement(array.pe(), board, faults);
        new PromisedNetwork(array, attention, limits).check(buffers, faults);
        faults.end();
    }

    private static void checkElement(ProcessingElement pe, String board, Faults faults) {
        boolean narrow = Board.named(board).filter(known -> !known.ultraScale()).isPresent();
        faults.require(
                !(narrow && pe.needsUltraScale()),
                "array.pe is %s, whose operands have 27 bits; multipliers of %s take 25: choose packed or plain",
                pe.name().toLowerCase(Locale.ROOT),
                board);
    }

    private static void checkDescription(String description, Faults faults) {
        if (description == null) {
            return;
        }
        int length = description.codePointCount(0, description.length());
        faults.require(
                length <= DESCRIPTION_LENGTH,
                "description has %d characters, it may have %d",
                length,
                DESCRIPTION_LENGTH);
        description
                .codePoints()
                .filter(c -> !isPrinted(c))
                .findFirst()
                .ifPresent(c -> faults.require(
                        false,
                        "description holds the character U+%04X, which is not printed; write one line of text",
                        c));
    }

    /** Whether every reader of the emitted files takes it, XML among them, and shows it where it stands. */
    private static boolean isPrinted(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /**
     * Reads a configuration.
     *
     * @param nameOrPath one of {@link #NAMED}, or the path of a YAML file
     * @throws org.p2vit.quant.InvalidInputException naming file, key, value and limit
     */
    public static AcceleratorConfig load(String nameOrPath) {
        return ConfigReader.load(nameOrPath);
    }

    /**
     * Demands that SOFTMAX codes attention weights as a network has them.
     *
     * @param what has these bits, the first words of the message
     * @throws InvalidInputException saying with which bits to quantize
     */
    public void requireAttention(String what, BitWidths bits) {
        if (bits.coding() != attention.coding()) {
            BitWidths fitting = new BitWidths(bits.weights(), attention.coding());
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s has %s attention weights, but configuration %s has attention: %s, which takes %s ones; quantize with --bits %s (make: BITS=%s), or take a configuration with attention: %s",
                    what,
                    bits.coding().label(),
                    name,
                    attention.label(),
                    attention.coding().label(),
                    fitting,
                    fitting,
                    attention.other().label()));
        }
    }
}
