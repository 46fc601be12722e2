// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Command.Destination;

/**
 * What the units do in one inference, counted from the commands of its program; padding of tiles is work too and is counted.
 *
 * @param multiplyAccumulates of 8-bit codes, into 32 bits
 * @param shiftAdds of values by attention codes and of these codes' weights, where SHIFTMM is built
 * @param quotients of its sums by those of the weights
 * @param requantized outputs of REQUANT
 * @param softmaxTerms logits that SOFTMAX takes
 * @param normalised channels that NORM takes
 * @param words reads and writes of buffer banks, a bank's word each; a byte written to a word counts as one
 * @param dramBytes read and written, commands included
 */
public record AccessCounts(
        long multiplyAccumulates,
        long shiftAdds,
        long quotients,
        long requantized,
        long softmaxTerms,
        long normalised,
        Map<Buffer, Long> words,
        long dramBytes) {
    /** The on-chip buffers, architecture §2 and §3.3. */
    public enum Buffer {
        ACTIVATION,
        WEIGHT,
        RESIDUAL,
        VALUE,
        CODE,
        ROW_DIVISOR,
        REQUANT_PARAMETERS,
        NORM_PARAMETERS,
        LOGITS
    }

    private static final int PARAMETER_BANKS = 8;
    private static final int LOGIT_BANKS = 4;
    private static final List<Buffer> LOADED = List.of(
            Buffer.ACTIVATION, Buffer.WEIGHT, Buffer.RESIDUAL, Buffer.REQUANT_PARAMETERS, Buffer.NORM_PARAMETERS);
    private static final List<Buffer> REQUANTIZED =
            List.of(Buffer.ACTIVATION, Buffer.WEIGHT, Buffer.RESIDUAL, Buffer.VALUE);

    /** Counts a program for one image, compiled for {@code config}. */
    public static AccessCounts of(Program program, AcceleratorConfig config) {
        ArrayConfig array = config.array();
        Counter counter = new Counter(array, config.attention());
        List<Command> commands = program.commands(1);
        commands.stream().filter(Command::run).forEach(command -> counter.count(new QueuedCommand(command)));
        return new AccessCounts(
                counter.multiplyAccumulates,
                counter.shiftAdds,
                counter.quotients,
                counter.requantized,
                counter.softmaxTerms,
                counter.normalised,
                counter.words,
                counter.dramWords * array.word() + (long) commands.size() * Command.BYTES);
    }

    private static final class Counter {
        private final ArrayConfig array;
        private final AttentionKind attention;
        private final Map<Buffer, Long> words = new EnumMap<>(Buffer.class);
        private long multiplyAccumulates;
        private long shiftAdds;
        private long quotients;
        private long requantized;
        private long softmaxTerms;
        private long normalised;
        private long dramWords;

        Counter(ArrayConfig array, AttentionKind attention) {
            this.array = array;
            this.attention = attention;
            for (Buffer buffer : Buffer.values()) {
                words.put(buffer, 0L);
            }
        }

        void count(QueuedCommand command) {
            switch (command.command().unit()) {
                case LOAD -> load(command);
                case STORE -> {
                    int moved = command.field(4, 23, 0);
                    add(Buffer.LOGITS, moved);
                    dramWords += moved;
                }
                case MATMUL -> matMul(command);
                case REQUANT -> requant(command);
                case SOFTMAX -> softmax(command);
                case SHIFTMM -> shiftMatMul(command);
                case NORM -> norm(command);
                case CONTROL -> {}
            }
        }

        private void add(Buffer buffer, long accesses) {
            words.merge(buffer, accesses, Long::sum);
        }

        private void load(QueuedCommand command) {
            int moved = command.field(4, 23, 0);
            dramWords += moved;
            int destination = command.field(3, 14, 12);
            // The GELU table is in registers.
            if (destination != Destination.LOAD_GELU) {
                add(LOADED.get(destination), moved);
            }
        }

        private void matMul(QueuedCommand command) {
            long steps = MatMulReplay.steps(command, array);
            multiplyAccumulates += (long) command.field(4, 9, 0)
                    * command.field(4, 19, 10)
                    * command.field(4, 29, 20)
                    * array.macsPerCycle();
            // What a word of narrow weights holds for a later step is read again then.
            add(Buffer.ACTIVATION, steps * array.tokenTile());
            add(Buffer.WEIGHT, steps * array.word());
        }

        private void requant(QueuedCommand command) {
            long rows = command.field(4, 9, 0);
            long outTiles = command.field(4, 19, 10);
            long tiles = array.tiles((int) rows + command.field(4, 23, 20));
            int destination = command.command().flags() >> 4 & 7;
            requantized += rows * outTiles * array.word();
            if (!command.flag(2)) {
                add(Buffer.REQUANT_PARAMETERS, tiles * outTiles * PARAMETER_BANKS);
            }
            if (command.flag(0)) {
                add(Buffer.RESIDUAL, rows * outTiles);
            }
            if (command.flag(3)) {
                add(Buffer.ROW_DIVISOR, rows * outTiles);
            }
            if (destination < REQUANTIZED.size()) {
                add(REQUANTIZED.get(destination), rows * outTiles);
            } else if (destination == Destination.REQUANT_OUT) {
                add(Buffer.LOGITS, outTiles * LOGIT_BANKS);
            } else if (destination == Destination.REQUANT_WGT_TRANSPOSED) {
                add(Buffer.WEIGHT, rows * outTiles * array.word());
            }
        }

        private void softmax(QueuedCommand command) {
            long rows = command.field(4, 9, 0);
            long groups = rows * array.words(command.field(4, 19, 10));
            softmaxTerms += groups * array.word();
            if (attention == AttentionKind.SHIFT) {
                add(Buffer.CODE, groups);
            } else {
                add(Buffer.ACTIVATION, groups);
                add(Buffer.ROW_DIVISOR, rows);
            }
        }

        private void shiftMatMul(QueuedCommand command) {
            long rows = command.field(4, 9, 0);
            long headWords = command.field(4, 29, 20);
            int tile = array.tokenTile();
            long steps = array.tiles((int) rows) * headWords * array.tiles(command.field(4, 19, 10));
            shiftAdds += steps * tile * tile * (array.word() + 1);
            quotients += rows * headWords * array.word();
            add(Buffer.VALUE, steps * tile);
            add(Buffer.CODE, steps * tile);
            add(Buffer.ACTIVATION, rows * headWords);
        }

        private void norm(QueuedCommand command) {
            long groups = (long) command.field(4, 9, 0) * command.field(4, 19, 10);
            normalised += groups * array.word();
            add(Buffer.RESIDUAL, groups);
            add(Buffer.NORM_PARAMETERS, groups * PARAMETER_BANKS);
            add(Buffer.ACTIVATION, groups);
        }
    }
}
