// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Unit;

/**
 * Proves that no command of a run can touch a buffer word too early. Concurrency is what architecture §3 allows, whatever the timing: a
 * tile begins after the tiles before it in its queue have begun and its tokens have been given. What a tile's beginning knows to be
 * over is kept as a vector of completed tiles per unit; of two accesses to a word, one a write, the later in program order must know
 * the earlier to be over. MATMUL reads in order, so its next tile knows the one before to be read; REQUANT and SOFTMAX get theirs
 * with the tile of the unit ahead, SOFTMAX for its writes with all logits of the tile.
 */
public final class HazardReplay {
    private static final int UNITS = Unit.values().length;

    private final Layout layout;
    private final List<Command> commands;
    private final BufferTable machine;
    private final Map<Semaphore, List<int[]>> given = new EnumMap<>(Semaphore.class);
    private final Map<Semaphore, Integer> taken = new EnumMap<>(Semaphore.class);
    private final Map<Buffer, Map<Integer, Word>> buffers = new EnumMap<>(Buffer.class);
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

    /** @param commands a run of {@code program} on {@code config}; three images show all that more do */
    public HazardReplay(Program program, AcceleratorConfig config, List<Command> commands) {
        this.layout = new Layout(program.tokenTile(), program.word());
        this.machine = new BufferTable(config);
        this.commands = commands;
    }

    /** The first hazard in a sentence, or null. */
    public String find() {
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
        int count = BufferAccess.tiles(command, layout.tokenTile());
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
        if (RequantCommand.toSoftmax(command)) {
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

    private void access(int index, Command command, int tile, int count, int[] now) {
        Unit unit = command.unit();
        String at = String.format(Locale.ROOT, "command %d, %s, tile %d", index, unit, tile);
        for (BufferAccess access : BufferAccess.of(command, tile, count, layout, machine)) {
            if (access.write()) {
                write(at, unit, now, access.buffer(), access.from(), access.count());
            } else {
                read(at, unit, now, access.buffer(), access.from(), access.count());
            }
        }
    }

    private void read(String at, Unit unit, int[] now, Buffer buffer, int from, int count) {
        int me = unit.ordinal();
        for (int address = from; address < from + count; address++) {
            Word word = word(buffer, address);
            if (word.writer < 0) {
                hazard = String.format(Locale.ROOT, "%s reads %s[%d], which nobody has written", at, buffer, address);
            } else if (word.writer != me && word.written > now[word.writer]) {
                hazard = String.format(
                        Locale.ROOT,
                        "%s reads %s[%d], which %s may not have written",
                        at,
                        buffer,
                        address,
                        Unit.values()[word.writer]);
            }
            word.read[me] = tiles[me];
        }
    }

    private void write(String at, Unit unit, int[] now, Buffer buffer, int from, int count) {
        int me = unit.ordinal();
        for (int address = from; address < from + count; address++) {
            Word word = word(buffer, address);
            for (int other = 0; other < UNITS; other++) {
                int last = Math.max(word.read[other], word.writer == other ? word.written : 0);
                if (other != me && last > now[other]) {
                    hazard = String.format(
                            Locale.ROOT,
                            "%s writes %s[%d], which %s may not be through with",
                            at,
                            buffer,
                            address,
                            Unit.values()[other]);
                }
            }
            Arrays.fill(word.read, 0);
            word.writer = me;
            word.written = tiles[me];
        }
    }

    private Word word(Buffer buffer, int address) {
        return buffers.computeIfAbsent(buffer, name -> new HashMap<>()).computeIfAbsent(address, key -> new Word());
    }
}
