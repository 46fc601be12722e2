// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Command.Destination;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Unit;

/**
 * Proves that no command of a run can touch a buffer word too early. Concurrency is what architecture §3 allows, whatever the timing: a
 * tile begins after the tiles before it in its queue have begun and its tokens have been given. What a tile's beginning knows to be
 * over is kept as a vector of completed tiles per unit; of two accesses to a word, one a write, the later in program order must know
 * the earlier to be over. MATMUL reads in order, so its next tile knows the one before to be read; REQUANT and SOFTMAX get theirs
 * with the tile of the unit ahead, SOFTMAX for its writes with all logits of the tile.
 */
final class HazardReplay {
    private static final int UNITS = Unit.values().length;
    private static final List<String> LOADED = List.of("ACT", "WGT", "RES", "RQP", "NRP", "GELU");

    private final Program program;
    private final List<Command> commands;
    /** Attention on the multipliers. */
    private final boolean uniform;

    private final Map<Semaphore, List<int[]>> given = new EnumMap<>(Semaphore.class);
    private final Map<Semaphore, Integer> taken = new EnumMap<>(Semaphore.class);
    private final Map<String, Map<Integer, Word>> buffers = new HashMap<>();
    private final int[][] begun = new int[UNITS][UNITS];
    private final int[][] done = new int[UNITS][UNITS];
    private final int[] tiles = new int[UNITS];
    /** Of the last MATMUL and the last REQUANT of logits, tile by tile. */
    private int[][] matMulBegun;

    private int[][] matMulDone;
    private int[][] logitsDone;
    private String hazard;

    /** A buffer word: the last tile that wrote it, and of every unit the last one that read it since. */
    private static final class Word {
        int writer = -1;
        int written;
        final int[] read = new int[UNITS];
    }

    HazardReplay(Program program, List<Command> commands) {
        this.program = program;
        this.uniform = commands.stream().noneMatch(command -> command.unit() == Unit.SHIFTMM);
        this.commands = commands;
    }

    /** The first hazard, or null. */
    String find() {
        for (int i = 0; i < commands.size() && hazard == null; i++) {
            run(i, commands.get(i));
        }
        return hazard;
    }

    private void run(int index, Command command) {
        int unit = command.unit().ordinal();
        int[] now = begun[unit];
        take(command.sync().startA(), now);
        take(command.sync().startB(), now);
        int count = command.run() ? tiles(command) : 0;
        int[][] begins = new int[count][];
        int[][] ends = new int[count][];
        for (int tile = 0; tile < count; tile++) {
            take(command.sync().tileWait(), now);
            if (command.unit() == Unit.MATMUL) {
                now[unit] = tiles[unit];
            }
            follow(command, tile, now, true);
            tiles[unit]++;
            access(index, command, tile, count, now);
            begins[tile] = now.clone();
            merge(done[unit], now);
            follow(command, tile, done[unit], false);
            done[unit][unit] = tiles[unit];
            ends[tile] = done[unit].clone();
            give(command.sync().tileSignal(), done[unit]);
        }
        if (command.unit() == Unit.MATMUL && command.run()) {
            matMulBegun = begins;
            matMulDone = ends;
        }
        if (toSoftmax(command)) {
            logitsDone = ends;
        }
        merge(done[unit], now);
        give(command.sync().endA(), done[unit]);
        give(command.sync().endB(), done[unit]);
    }

    /** A tile of REQUANT or SOFTMAX comes with that of the unit ahead. */
    private void follow(Command command, int tile, int[] now, boolean begins) {
        if (command.unit() == Unit.REQUANT) {
            merge(now, (begins ? matMulBegun : matMulDone)[tile]);
        } else if (command.unit() == Unit.SOFTMAX) {
            merge(now, logitsDone[tile]);
        }
    }

    private static boolean toSoftmax(Command command) {
        return command.unit() == Unit.REQUANT && command.run() && command.flags() >> 4 == Destination.REQUANT_SOFTMAX;
    }

    private void take(Semaphore semaphore, int[] now) {
        if (semaphore == Semaphore.NONE) {
            return;
        }
        int token = taken.merge(semaphore, 1, Integer::sum) - 1;
        List<int[]> tokens = given.getOrDefault(semaphore, List.of());
        if (token >= tokens.size()) {
            hazard = "nobody gives token " + token + " of " + semaphore;
            return;
        }
        merge(now, tokens.get(token));
    }

    private void give(Semaphore semaphore, int[] now) {
        if (semaphore != Semaphore.NONE) {
            given.computeIfAbsent(semaphore, key -> new ArrayList<>()).add(now.clone());
        }
    }

    private static void merge(int[] into, int[] from) {
        Arrays.setAll(into, i -> Math.max(into[i], from[i]));
    }

    private int tiles(Command command) {
        int first = command.unit() == Unit.REQUANT || command.unit() == Unit.NORM ? field(command, 4, 23, 20) : 0;
        return switch (command.unit()) {
            case MATMUL -> field(command, 4, 9, 0);
            case REQUANT, SOFTMAX, SHIFTMM, NORM ->
                Layout.ceilDiv(first + field(command, 4, 9, 0), program.tokenTile());
            case CONTROL -> 0;
            default -> 1;
        };
    }

    /** What tile {@code i} of {@code n} reads and writes; what all tiles read counts for the first and the last. */
    private void access(int index, Command c, int i, int n, int[] now) {
        Unit unit = c.unit();
        String at = "command %d, %s, tile %d".formatted(index, unit, i);
        boolean edge = i == 0 || i == n - 1;
        int outer = field(c, 4, 19, 10);
        switch (unit) {
            case LOAD -> {
                int destination = field(c, 3, 14, 12);
                int banks = List.of(program.tokenTile(), program.word(), program.tokenTile(), 8, 8, 256)
                        .get(destination);
                write(
                        at,
                        unit,
                        now,
                        LOADED.get(destination),
                        field(c, 5, 15, 0),
                        Layout.ceilDiv(field(c, 4, 23, 0), banks));
            }
            case STORE -> read(at, unit, now, "OUT", field(c, 5, 15, 0), field(c, 4, 23, 0) / Integer.BYTES);
            case MATMUL -> {
                int depth = field(c, 4, 29, 20);
                int shared = (c.flags() & Command.NARROW) != 0 ? 2 : 1;
                read(at, unit, now, "ACT", place(c, 2, i), depth);
                for (int o = 0; edge && o < Layout.ceilDiv(outer, shared); o++) {
                    read(at, unit, now, "WGT", place(c, 3, o), depth);
                }
            }
            case REQUANT -> {
                int destination = c.flags() >> 4;
                if ((c.flags() & 1) != 0) {
                    read(at, unit, now, "RES", place(c, 5, i), outer);
                }
                if ((c.flags() & 2) != 0) {
                    read(at, unit, now, "GELU", 0, 1);
                }
                if ((c.flags() & 8) != 0) {
                    read(at, unit, now, "ROWX", field(c, 3, 31, 16) + i, 1);
                }
                if ((c.flags() & 4) == 0 && edge) {
                    read(at, unit, now, "RQP", field(c, 3, 15, 0), outer);
                }
                if (destination == Destination.REQUANT_WGT) {
                    write(at, unit, now, "WGT", place(c, 2, i * program.tokenTile() / program.word()), outer);
                } else if (destination == Destination.REQUANT_WGT_TRANSPOSED) {
                    for (int o = 0; o < outer; o++) {
                        write(at, unit, now, "WGT", place(c, 2, o) + i * program.tokenTile() / program.word(), 1);
                    }
                } else if (destination != Destination.REQUANT_SOFTMAX) {
                    String to = List.of("ACT", "", "RES", "VAL", "", "OUT").get(destination);
                    write(at, unit, now, to, place(c, 2, i), outer);
                }
            }
            case SOFTMAX -> {
                write(at, unit, now, uniform ? "ACT" : "CODE", place(c, 2, i), Layout.ceilDiv(outer, program.word()));
                if (uniform) {
                    write(at, unit, now, "ROWX", field(c, 3, 15, 0) + i, 1);
                }
            }
            case SHIFTMM -> {
                for (int g = 0; edge && g < Layout.ceilDiv(outer, program.tokenTile()); g++) {
                    read(at, unit, now, "VAL", place(c, 3, g), field(c, 4, 29, 20));
                }
                read(at, unit, now, "CODE", place(c, 5, i), Layout.ceilDiv(outer, program.word()));
                write(at, unit, now, "ACT", place(c, 2, i), field(c, 4, 29, 20));
            }
            case NORM -> {
                read(at, unit, now, "RES", place(c, 3, i), outer);
                if (edge) {
                    read(at, unit, now, "NRP", field(c, 5, 15, 0), outer);
                }
                write(at, unit, now, "ACT", place(c, 2, i), outer);
            }
            default -> throw new IllegalStateException(at);
        }
    }

    private void read(String at, Unit unit, int[] now, String buffer, int from, int count) {
        int me = unit.ordinal();
        for (int address = from; address < from + count; address++) {
            Word word = word(buffer, address);
            if (word.writer < 0) {
                hazard = "%s reads %s[%d], which nobody has written".formatted(at, buffer, address);
            } else if (word.writer != me && word.written > now[word.writer]) {
                hazard = "%s reads %s[%d], which %s may not have written"
                        .formatted(at, buffer, address, Unit.values()[word.writer]);
            }
            word.read[me] = tiles[me];
        }
    }

    private void write(String at, Unit unit, int[] now, String buffer, int from, int count) {
        int me = unit.ordinal();
        for (int address = from; address < from + count; address++) {
            Word word = word(buffer, address);
            for (int other = 0; other < UNITS; other++) {
                int last = Math.max(word.read[other], word.writer == other ? word.written : 0);
                if (other != me && last > now[other]) {
                    hazard = "%s writes %s[%d], which %s may not be through with"
                            .formatted(at, buffer, address, Unit.values()[other]);
                }
            }
            Arrays.fill(word.read, 0);
            word.writer = me;
            word.written = tiles[me];
        }
    }

    private Word word(String buffer, int address) {
        return buffers.computeIfAbsent(buffer, name -> new HashMap<>()).computeIfAbsent(address, key -> new Word());
    }

    private static int place(Command command, int word, int group) {
        return field(command, word, 15, 0) + group * field(command, word, 31, 16);
    }

    private static int field(Command command, int word, int high, int low) {
        return (int) (Integer.toUnsignedLong(command.operands()[word - 2]) >>> low & (1L << high - low + 1) - 1);
    }
}
