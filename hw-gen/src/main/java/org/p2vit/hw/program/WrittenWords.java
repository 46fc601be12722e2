// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;

/**
 * How many words each unit has to write for the commands of a program, taken from their 32 bytes alone (architecture §3.1, §3.2).
 *
 * <p>A word is one token row of {@link ArrayConfig#word()} numbers. MATMUL hands on whole tiles, rows that no token fills included;
 * all others write the rows of the command. With attention on the multipliers SOFTMAX also writes the sum of each row. Behind GELU and to the residual
 * stream REQUANT also writes the exponents of each word.
 * Of STORE the int32 numbers count, of LOAD nothing: what it writes is checked by what the others make of it. Commands without
 * work write nothing.
 */
public final class WrittenWords {
    private final ArrayConfig array;
    private final boolean uniform;

    public WrittenWords(AcceleratorConfig config) {
        array = config.array();
        uniform = config.attention() == AttentionKind.MULTIPLY;
    }

    /**
     * Of a run: the first part once, the second for every image after the first.
     *
     * @param program both parts, one behind the other, from its position on
     * @param first commands of the first part
     * @param further commands of the second
     * @param images at least 1
     * @return words by unit, without units that write none
     * @throws IllegalArgumentException when a command of the run names no unit; the machine does not run it either
     */
    public Map<Unit, Long> of(ByteBuffer program, int first, int further, long images) {
        Map<Unit, Long> words = new EnumMap<>(Unit.class);
        for (int i = 0; i < first + further; i++) {
            EncodedCommand command = new EncodedCommand(program, i);
            long times = i < first ? 1 : images - 1;
            long all = times == 0 ? 0 : times * of(command);
            if (all > 0) {
                words.merge(unit(command), all, Long::sum);
            }
        }
        return words;
    }

    private long of(EncodedCommand command) {
        Unit unit = unit(command);
        if (!command.run()) {
            return 0;
        }
        return switch (unit) {
            case MATMUL ->
                (long) command.get(MatMulCommand.TILES) * array.tokenTile() * command.get(MatMulCommand.OUT_TILES);
            case REQUANT ->
                (long) command.get(RequantCommand.ROWS)
                        * command.get(RequantCommand.OUT_TILES)
                        * (withExponents(command) ? 2 : 1);
            case NORM -> (long) command.get(NormCommand.ROWS) * command.get(NormCommand.DIM_WORDS);
            case SOFTMAX ->
                (long) command.get(SoftmaxCommand.ROWS)
                        * (array.words(command.get(SoftmaxCommand.KEYS)) + (uniform ? 1 : 0));
            case SHIFTMM -> (long) command.get(ShiftMatMulCommand.ROWS) * command.get(ShiftMatMulCommand.HEAD_WORDS);
            case STORE -> (long) command.get(TransferFields.WORDS) * array.word() / Integer.BYTES;
            case LOAD, CONTROL -> 0;
        };
    }

    private static boolean withExponents(EncodedCommand requant) {
        return requant.has(RequantCommand.GELU)
                || requant.get(RequantCommand.DESTINATION.field()) == RequantCommand.Destination.RES.code();
    }

    private static Unit unit(EncodedCommand command) {
        return command.unit()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a command for unit " + command.get(CommandFormat.UNIT) + ", which does not exist"));
    }
}
