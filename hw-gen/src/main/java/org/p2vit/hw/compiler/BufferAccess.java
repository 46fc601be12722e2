// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Command.Destination;
import org.p2vit.hw.program.Unit;

/**
 * Words {@code from … from + count − 1} of a buffer that one tile of a command reads or writes, as the machine takes them from the
 * command's operands (architecture §3.1).
 */
record BufferAccess(boolean write, Buffer buffer, int from, int count) {
    /** What commands can reach, architecture §2 and §3.3. */
    enum Buffer {
        ACT,
        WGT,
        RES,
        VAL,
        CODE,
        RQP,
        NRP,
        OUT,
        /** The GELU table, one word. */
        GELU,
        /** Divisors of rows, a word a tile. */
        ROWX
    }

    private static final List<Buffer> LOADED =
            List.of(Buffer.ACT, Buffer.WGT, Buffer.RES, Buffer.RQP, Buffer.NRP, Buffer.GELU);
    private static final int GELU_ENTRIES = 256;
    private static final int LOGIT_BANKS = 4;

    /** Token tiles that a command goes through; one for a transfer, none without work. */
    static int tiles(Command command, int tokenTile) {
        if (!command.run()) {
            return 0;
        }
        int rows = command.bits(4, 9, 0);
        return switch (command.unit()) {
            case MATMUL -> rows;
            case REQUANT, NORM -> Layout.ceilDiv(command.bits(4, 23, 20) + rows, tokenTile);
            case SOFTMAX, SHIFTMM -> Layout.ceilDiv(rows, tokenTile);
            case LOAD, STORE -> 1;
            case CONTROL -> 0;
        };
    }

    /** Whether REQUANT hands its rows to SOFTMAX. */
    static boolean toSoftmax(Command command) {
        return command.unit() == Unit.REQUANT && command.run() && command.flags() >> 4 == Destination.REQUANT_SOFTMAX;
    }

    /**
     * What tile {@code i} of {@code n} reads and then writes; what all tiles read counts for the first and the last.
     *
     * @param uniform attention is on the multipliers
     */
    static List<BufferAccess> of(Command c, int i, int n, Layout layout, boolean uniform) {
        List<BufferAccess> all = new ArrayList<>();
        boolean edge = i == 0 || i == n - 1;
        int outer = c.bits(4, 19, 10);
        switch (c.unit()) {
            case LOAD -> {
                int destination = c.bits(3, 14, 12);
                int words = Layout.ceilDiv(c.bits(4, 23, 0), banks(destination, layout));
                all.add(write(LOADED.get(destination), c.bits(5, 15, 0), words));
            }
            case STORE -> all.add(read(Buffer.OUT, c.bits(5, 15, 0), c.bits(4, 23, 0) / LOGIT_BANKS));
            case MATMUL -> {
                int depth = c.bits(4, 29, 20);
                int shared = (c.flags() & Command.NARROW) != 0 ? 2 : 1;
                all.add(read(Buffer.ACT, place(c, 2, i), depth));
                for (int o = 0; edge && o < Layout.ceilDiv(outer, shared); o++) {
                    all.add(read(Buffer.WGT, place(c, 3, o), depth));
                }
            }
            case REQUANT -> requant(all, c, i, edge, layout);
            case SOFTMAX -> {
                all.add(write(uniform ? Buffer.ACT : Buffer.CODE, place(c, 2, i), layout.words(outer)));
                if (uniform) {
                    all.add(write(Buffer.ROWX, c.bits(3, 15, 0) + i, 1));
                }
            }
            case SHIFTMM -> {
                for (int g = 0; edge && g < layout.tiles(outer); g++) {
                    all.add(read(Buffer.VAL, place(c, 3, g), c.bits(4, 29, 20)));
                }
                all.add(read(Buffer.CODE, place(c, 5, i), layout.words(outer)));
                all.add(write(Buffer.ACT, place(c, 2, i), c.bits(4, 29, 20)));
            }
            case NORM -> {
                all.add(read(Buffer.RES, place(c, 3, i), outer));
                if (edge) {
                    all.add(read(Buffer.NRP, c.bits(5, 15, 0), outer));
                }
                all.add(write(Buffer.ACT, place(c, 2, i), outer));
            }
            case CONTROL -> throw new IllegalStateException("CONTROL has no tiles");
        }
        return all;
    }

    private static void requant(List<BufferAccess> all, Command c, int i, boolean edge, Layout layout) {
        int outer = c.bits(4, 19, 10);
        int destination = c.flags() >> 4;
        if ((c.flags() & 1) != 0) {
            all.add(read(Buffer.RES, place(c, 5, i), outer));
        }
        if ((c.flags() & 2) != 0) {
            all.add(read(Buffer.GELU, 0, 1));
        }
        if ((c.flags() & 8) != 0) {
            all.add(read(Buffer.ROWX, c.bits(3, 31, 16) + i, 1));
        }
        if ((c.flags() & 4) == 0 && edge) {
            all.add(read(Buffer.RQP, c.bits(3, 15, 0), outer));
        }
        int rowWord = i * layout.tokenTile() / layout.word();
        switch (destination) {
            case Destination.REQUANT_ACT -> all.add(write(Buffer.ACT, place(c, 2, i), outer));
            case Destination.REQUANT_WGT -> all.add(write(Buffer.WGT, place(c, 2, rowWord), outer));
            case Destination.REQUANT_RES -> all.add(write(Buffer.RES, place(c, 2, i), outer));
            case Destination.REQUANT_VAL -> all.add(write(Buffer.VAL, place(c, 2, i), outer));
            case Destination.REQUANT_OUT -> all.add(write(Buffer.OUT, place(c, 2, i), outer));
            case Destination.REQUANT_WGT_TRANSPOSED -> {
                for (int o = 0; o < outer; o++) {
                    all.add(write(Buffer.WGT, place(c, 2, o) + rowWord, 1));
                }
            }
            default -> {} // SOFTMAX takes the rows
        }
    }

    private static int banks(int destination, Layout layout) {
        return switch (LOADED.get(destination)) {
            case WGT -> layout.word();
            case RQP, NRP -> Layout.PLANES;
            case GELU -> GELU_ENTRIES;
            default -> layout.tokenTile();
        };
    }

    private static int place(Command command, int word, int group) {
        return command.bits(word, 15, 0) + group * command.bits(word, 31, 16);
    }

    private static BufferAccess read(Buffer buffer, int from, int count) {
        return new BufferAccess(false, buffer, from, count);
    }

    private static BufferAccess write(Buffer buffer, int from, int count) {
        return new BufferAccess(true, buffer, from, count);
    }
}
