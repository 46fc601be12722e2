// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.buffer.BufferSpec;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.NormCommand;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.ShiftMatMulCommand;
import org.p2vit.hw.program.SoftmaxCommand;
import org.p2vit.hw.program.TransferFields;

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
    /** Counts a program for one image, compiled for {@code config}. */
    public static AccessCounts of(Program program, AcceleratorConfig config) {
        ArrayConfig array = config.array();
        Counter counter = new Counter(array, new BufferTable(config));
        List<Command> commands = program.commands(1);
        commands.stream().filter(Command::run).forEach(counter::count);
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
        private final BufferTable buffers;
        private final Map<Buffer, Long> words = new EnumMap<>(Buffer.class);
        private long multiplyAccumulates;
        private long shiftAdds;
        private long quotients;
        private long requantized;
        private long softmaxTerms;
        private long normalised;
        private long dramWords;

        Counter(ArrayConfig array, BufferTable buffers) {
            this.array = array;
            this.buffers = buffers;
            for (BufferSpec spec : buffers.all()) {
                words.put(spec.buffer(), 0L);
            }
        }

        void count(Command command) {
            switch (command.unit()) {
                case LOAD -> load(command);
                case STORE -> {
                    int moved = command.get(TransferFields.WORDS);
                    add(Buffer.OUT, moved);
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

        private void load(Command command) {
            int moved = command.get(TransferFields.WORDS);
            dramWords += moved;
            add(LoadCommand.DESTINATION.of(command).buffer(), moved);
        }

        private void matMul(Command command) {
            long steps = MatMulReplay.steps(command, array);
            multiplyAccumulates += (long) command.get(MatMulCommand.TILES)
                    * command.get(MatMulCommand.OUT_TILES)
                    * command.get(MatMulCommand.DEPTH_WORDS)
                    * array.macsPerCycle();
            // What a word of 4-bit weights holds for a later step is read again then.
            add(Buffer.ACT, steps * array.tokenTile());
            add(Buffer.WGT, steps * array.word());
            if (command.has(MatMulCommand.ROW_EXPONENTS)) {
                add(Buffer.ROWE, steps * array.tokenTile());
            }
        }

        private void requant(Command command) {
            long rows = command.get(RequantCommand.ROWS);
            long outTiles = command.get(RequantCommand.OUT_TILES);
            long tiles = array.tiles((int) rows + command.get(RequantCommand.FIRST_ROW));
            requantized += rows * outTiles * array.word();
            if (!command.has(RequantCommand.IMMEDIATE)) {
                add(Buffer.RQP, tiles * outTiles * BufferTable.PARAMETER_BANKS);
            }
            if (command.has(RequantCommand.RESIDUAL)) {
                add(Buffer.RES, rows * outTiles);
            }
            if (command.has(RequantCommand.DIVIDE)) {
                add(Buffer.ROWX, rows * outTiles);
            }
            if (command.has(RequantCommand.GELU)) {
                // What a row has is read, to be compared, and written.
                add(Buffer.ROWE, 2 * rows * outTiles);
            }
            long words = rows * outTiles;
            switch (RequantCommand.DESTINATION.of(command)) {
                case ACT -> add(Buffer.ACT, words);
                case WGT -> add(Buffer.WGT, words);
                case RES -> add(Buffer.RES, words);
                case VAL -> add(Buffer.VAL, words);
                case OUT -> add(Buffer.OUT, outTiles * BufferTable.LOGIT_BANKS);
                case WGT_TRANSPOSED -> add(Buffer.WGT, words * array.word());
                case SOFTMAX -> {}
            }
        }

        private void softmax(Command command) {
            long rows = command.get(SoftmaxCommand.ROWS);
            long groups = rows * array.words(command.get(SoftmaxCommand.KEYS));
            softmaxTerms += groups * array.word();
            add(buffers.codes(), groups);
            if (buffers.has(Buffer.ROWX)) {
                add(Buffer.ROWX, rows);
            }
        }

        private void shiftMatMul(Command command) {
            long rows = command.get(ShiftMatMulCommand.ROWS);
            long headWords = command.get(ShiftMatMulCommand.HEAD_WORDS);
            int tile = array.tokenTile();
            long steps = array.tiles((int) rows) * headWords * array.tiles(command.get(ShiftMatMulCommand.KEYS));
            shiftAdds += steps * tile * tile * (array.word() + 1);
            quotients += rows * headWords * array.word();
            add(Buffer.VAL, steps * tile);
            add(Buffer.CODE, steps * tile);
            add(Buffer.ACT, rows * headWords);
        }

        private void norm(Command command) {
            long groups = (long) command.get(NormCommand.ROWS) * command.get(NormCommand.DIM_WORDS);
            normalised += groups * array.word();
            add(Buffer.RES, groups);
            add(Buffer.NRP, groups * BufferTable.PARAMETER_BANKS);
            add(Buffer.ACT, groups);
        }
    }
}
