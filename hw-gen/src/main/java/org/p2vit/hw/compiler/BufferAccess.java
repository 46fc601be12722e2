// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.buffer.BufferTable;
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
 * Words {@code from … from + count − 1} of a buffer that one tile of a command reads or writes, as the machine takes them from the
 * command's operands (architecture §3.1).
 */
record BufferAccess(boolean write, Buffer buffer, int from, int count) {

    /** Token tiles that a command goes through; one for a transfer, none without work. */
    static int tiles(Command command, int tokenTile) {
        if (!command.run()) {
            return 0;
        }
        return switch (command.unit()) {
            case MATMUL -> command.get(MatMulCommand.TILES);
            case REQUANT ->
                Layout.ceilDiv(command.get(RequantCommand.FIRST_ROW) + command.get(RequantCommand.ROWS), tokenTile);
            case NORM -> Layout.ceilDiv(command.get(NormCommand.FIRST_ROW) + command.get(NormCommand.ROWS), tokenTile);
            case SOFTMAX -> Layout.ceilDiv(command.get(SoftmaxCommand.ROWS), tokenTile);
            case SHIFTMM -> Layout.ceilDiv(command.get(ShiftMatMulCommand.ROWS), tokenTile);
            case LOAD, STORE -> 1;
            case CONTROL -> 0;
        };
    }

    /**
     * What tile {@code i} of {@code n} reads and then writes; what all tiles read counts for the first and the last.
     *
     * @param buffers those of the machine
     */
    static List<BufferAccess> of(Command c, int i, int n, Layout layout, BufferTable buffers) {
        List<BufferAccess> all = new ArrayList<>();
        boolean edge = i == 0 || i == n - 1;
        switch (c.unit()) {
            case LOAD -> {
                Buffer buffer = LoadCommand.DESTINATION.of(c).buffer();
                int words = Layout.ceilDiv(
                        c.get(TransferFields.WORDS), buffers.get(buffer).banks());
                all.add(write(buffer, c.get(TransferFields.ADDRESS), words));
            }
            case STORE ->
                all.add(read(
                        Buffer.OUT,
                        c.get(TransferFields.ADDRESS),
                        c.get(TransferFields.WORDS) / BufferTable.LOGIT_BANKS));
            case MATMUL -> {
                int depth = c.get(MatMulCommand.DEPTH_WORDS);
                int shared = c.has(MatMulCommand.INT4) ? 2 : 1;
                all.add(read(Buffer.ACT, c.address(MatMulCommand.A, i), depth));
                if (c.has(MatMulCommand.ROW_EXPONENTS)) {
                    all.add(read(Buffer.ROWE, c.get(MatMulCommand.EXPONENTS) + i, 1));
                }
                for (int o = 0; edge && o < Layout.ceilDiv(c.get(MatMulCommand.OUT_TILES), shared); o++) {
                    all.add(read(Buffer.WGT, c.address(MatMulCommand.B, o), depth));
                }
            }
            case REQUANT -> requant(all, c, i, edge, layout);
            case SOFTMAX -> {
                int words = layout.words(c.get(SoftmaxCommand.KEYS));
                all.add(write(buffers.codes(), c.address(SoftmaxCommand.CODES, i), words));
                if (buffers.has(Buffer.ROWX)) {
                    all.add(write(Buffer.ROWX, c.get(SoftmaxCommand.DIVISORS) + i, 1));
                }
            }
            case SHIFTMM -> {
                int keys = c.get(ShiftMatMulCommand.KEYS);
                int headWords = c.get(ShiftMatMulCommand.HEAD_WORDS);
                for (int g = 0; edge && g < layout.tiles(keys); g++) {
                    all.add(read(Buffer.VAL, c.address(ShiftMatMulCommand.VALUES, g), headWords));
                }
                all.add(read(Buffer.CODE, c.address(ShiftMatMulCommand.CODES, i), layout.words(keys)));
                all.add(write(Buffer.ACT, c.address(ShiftMatMulCommand.TO, i), headWords));
            }
            case NORM -> {
                int words = c.get(NormCommand.DIM_WORDS);
                all.add(read(Buffer.RES, c.address(NormCommand.STREAM, i), words));
                if (edge) {
                    all.add(read(Buffer.NRP, c.get(NormCommand.PARAMETERS), words));
                }
                all.add(write(Buffer.ACT, c.address(NormCommand.TO, i), words));
            }
            case CONTROL -> throw new IllegalStateException("CONTROL has no tiles");
        }
        return all;
    }

    private static void requant(List<BufferAccess> all, Command c, int i, boolean edge, Layout layout) {
        int outTiles = c.get(RequantCommand.OUT_TILES);
        if (c.has(RequantCommand.RESIDUAL)) {
            all.add(read(Buffer.RES, c.address(RequantCommand.ADDEND, i), outTiles));
        }
        if (c.has(RequantCommand.DIVIDE)) {
            all.add(read(Buffer.ROWX, c.get(RequantCommand.DIVISORS) + i, 1));
        }
        if (c.has(RequantCommand.GELU)) {
            all.add(write(Buffer.ROWE, c.get(RequantCommand.EXPONENTS) + i, 1));
        }
        if (!c.has(RequantCommand.IMMEDIATE) && edge) {
            all.add(read(Buffer.RQP, c.get(RequantCommand.PARAMETERS), outTiles));
        }
        int rowWord = i * layout.tokenTile() / layout.word();
        int to = c.address(RequantCommand.TO, i);
        switch (RequantCommand.DESTINATION.of(c)) {
            case ACT -> all.add(write(Buffer.ACT, to, outTiles));
            case WGT -> all.add(write(Buffer.WGT, c.address(RequantCommand.TO, rowWord), outTiles));
            case RES -> all.add(write(Buffer.RES, to, outTiles));
            case VAL -> all.add(write(Buffer.VAL, to, outTiles));
            case OUT -> all.add(write(Buffer.OUT, to, outTiles));
            case WGT_TRANSPOSED -> {
                for (int o = 0; o < outTiles; o++) {
                    all.add(write(Buffer.WGT, c.address(RequantCommand.TO, o) + rowWord, 1));
                }
            }
            case SOFTMAX -> {} // which takes the rows
        }
    }

    private static BufferAccess read(Buffer buffer, int from, int count) {
        return new BufferAccess(false, buffer, from, count);
    }

    private static BufferAccess write(Buffer buffer, int from, int count) {
        return new BufferAccess(true, buffer, from, count);
    }
}
