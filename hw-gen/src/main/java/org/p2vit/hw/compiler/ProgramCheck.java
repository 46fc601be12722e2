// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.control.SemaphoreBank;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.Region;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.SoftmaxCommand;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.TransferFields;
import org.p2vit.hw.program.Unit;

/**
 * The last step of the compiler: goes through a program in its order and refuses what would hang the machine or reach
 * beyond something, whatever made it so.
 *
 * <p>Checked of every command: each wait finds a token that an earlier command gave, and one unit alone takes from a semaphore; REQUANT
 * and SOFTMAX get as many tiles as the unit ahead of them makes, REQUANT directly behind MATMUL; only words of a buffer are touched, and
 * none is read that nothing has written; transfers stay inside constants, input and output. An image leaves the tokens that it found, so that any number
 * of images can follow. As every command can run once those before it have (architecture §3), nothing waits for ever. That
 * nothing comes too early is not checked here.
 */
final class ProgramCheck {
    /** The first, one after it, and the last, for which no patches are loaded ahead. */
    private static final int IMAGES = 3;

    private record Tiles(int count, int words) {}

    private final Program program;
    private final Layout layout;
    private final BufferTable buffers;
    private final Map<Buffer, Integer> sizes = new EnumMap<>(Buffer.class);
    private final Map<Buffer, BitSet> written = new EnumMap<>(Buffer.class);
    private final Map<Semaphore, Integer> tokens = new EnumMap<>(Semaphore.class);
    private final Map<Semaphore, Unit> takers = new EnumMap<>(Semaphore.class);
    private final ExponentCheck exponents = new ExponentCheck();
    private final Deque<Tiles> products = new ArrayDeque<>();
    private final Deque<Tiles> logits = new ArrayDeque<>();
    private int index;
    private Command command;
    private Command previous;

    private ProgramCheck(Program program, AcceleratorConfig config) {
        this.program = program;
        this.layout = new Layout(program.tokenTile(), program.word());
        this.buffers = new BufferTable(config);
        for (Buffer buffer : Buffer.values()) {
            sizes.put(buffer, buffers.has(buffer) ? buffers.get(buffer).depth() : 0);
        }
        sizes.keySet().forEach(buffer -> written.put(buffer, new BitSet()));
    }

    /**
     * Returns {@code program} if it can run on {@code config}.
     *
     * @throws IllegalStateException naming command and fault; the compiler must not emit such a program
     */
    static Program require(Program program, AcceleratorConfig config) {
        new ProgramCheck(program, config).run(program.commands(IMAGES));
        return program;
    }

    private void run(List<Command> commands) {
        Map<Semaphore, Integer> before = Map.of();
        int image = 0;
        for (Command next : commands) {
            command = next;
            run();
            if (next.unit() == Unit.CONTROL) {
                image++;
                require(products.isEmpty() && logits.isEmpty(), "the image ends with rows that nobody takes");
                require(
                        image != IMAGES - 1 || tokens.equals(before),
                        "an image finds the tokens %s and leaves %s",
                        before,
                        tokens);
                before = new EnumMap<>(tokens);
            }
            previous = next;
            index++;
        }
        require(image == IMAGES, "%d of %d images come to their end", image, IMAGES);
    }

    private void run() {
        Sync sync = command.sync();
        int tiles = BufferAccess.tiles(command, program.tokenTile());
        take(sync.startA(), 1);
        take(sync.startB(), 1);
        take(sync.tileWait(), tiles);
        if (command.run()) {
            transfer();
            handOver(tiles);
        }
        for (int tile = 0; tile < tiles; tile++) {
            BufferAccess.of(command, tile, tiles, layout, buffers).forEach(this::access);
        }
        give(sync.tileSignal(), tiles);
        give(sync.endA(), 1);
        give(sync.endB(), 1);
    }

    private void take(Semaphore semaphore, int count) {
        if (semaphore == Semaphore.NONE || count == 0) {
            return;
        }
        Unit taker = takers.computeIfAbsent(semaphore, any -> command.unit());
        require(taker == command.unit(), "takes from %s, which is %s's", semaphore, taker);
        int there = tokens.getOrDefault(semaphore, 0);
        require(there >= count, "waits for %d tokens of %s, but %d are given", count, semaphore, there);
        tokens.put(semaphore, there - count);
    }

    private void give(Semaphore semaphore, int count) {
        if (semaphore != Semaphore.NONE) {
            int more = tokens.merge(semaphore, count, Integer::sum);
            require(
                    more <= SemaphoreBank.MOST,
                    "leaves %d tokens of %s, a counter holds %d",
                    more,
                    semaphore,
                    SemaphoreBank.MOST);
        }
    }

    /** What a unit makes, the next one takes, tile by tile. */
    private void handOver(int tiles) {
        switch (command.unit()) {
            case MATMUL -> products.add(new Tiles(tiles, command.get(MatMulCommand.OUT_TILES)));
            case REQUANT -> {
                follows(previous);
                Tiles taken = new Tiles(tiles, command.get(RequantCommand.OUT_TILES));
                requireSame(products.poll(), taken);
                if (RequantCommand.toSoftmax(command)) {
                    logits.add(taken);
                }
            }
            case SOFTMAX ->
                requireSame(logits.poll(), new Tiles(tiles, layout.words(command.get(SoftmaxCommand.KEYS))));
            default -> {}
        }
    }

    /**
     * MATMUL with all its slots full waits until REQUANT takes some. So REQUANT must reach its unit, and begin, whatever MATMUL has not
     * done: nothing is dispatched between the two, and what MATMUL gives is not waited for.
     */
    private void follows(Command matMul) {
        require(
                matMul != null && matMul.unit() == Unit.MATMUL && matMul.run(),
                "comes after %s, not after the MATMUL whose sums it takes",
                matMul == null ? "nothing" : matMul.unit());
        Sync given = matMul.sync();
        Sync taken = command.sync();
        for (Semaphore signal : List.of(given.tileSignal(), given.endA(), given.endB())) {
            require(
                    signal == Semaphore.NONE
                            || signal != taken.startA() && signal != taken.startB() && signal != taken.tileWait(),
                    "waits for %s, which the MATMUL gives whose sums it takes",
                    signal);
        }
    }

    private void requireSame(Tiles given, Tiles wanted) {
        require(wanted.equals(given), "takes %s, but the unit ahead makes %s", wanted, given);
    }

    private void transfer() {
        if (command.unit() != Unit.LOAD && command.unit() != Unit.STORE) {
            return;
        }
        Region region = Region.values()[command.get(TransferFields.REGION)];
        boolean out = command.unit() == Unit.STORE;
        require(out == (region == Region.OUTPUT), "goes to region %s", region);
        long to = TransferFields.offset(command) + (long) command.get(TransferFields.WORDS) * program.word();
        int size =
                switch (region) {
                    case MODEL -> program.constants().length;
                    case INPUT -> program.inputBytes();
                    case OUTPUT -> program.outputBytes();
                };
        require(to <= size, "reaches to byte %d of region %s, which has %d", to, region, size);
    }

    private void access(BufferAccess access) {
        int to = access.from() + access.count();
        require(access.count() > 0, "touches nothing of %s", access.buffer());
        int size = sizes.get(access.buffer());
        require(to <= size, "reaches to word %d of %s, which has %d", to, access.buffer(), size);
        BitSet words = written.get(access.buffer());
        if (access.write()) {
            words.set(access.from(), to);
        } else {
            int unknown = words.nextClearBit(access.from());
            require(unknown >= to, "reads %s[%d], which nothing has written", access.buffer(), unknown);
        }
        exponents.fault(command, access).ifPresent(fault -> require(false, "%s", fault));
    }

    private void require(boolean holds, String what, Object... values) {
        if (!holds) {
            throw new IllegalStateException("the compiler made a program that cannot run: command " + index + ", "
                    + command.unit() + ", " + String.format(Locale.ROOT, what, values));
        }
    }
}
