// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.ControlCommand;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.Region;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

/** Collects commands in program order, their slices, and the constants they load, which both parts of a program share. */
final class ProgramBuilder {
    private final int word;
    private final List<Command> commands = new ArrayList<>();
    private final List<TensorSlice> slices = new ArrayList<>();
    private final ByteArrayOutputStream constants = new ByteArrayOutputStream();
    private final Map<Key, Constant> places = new HashMap<>();

    /** What identifies a constant: whose, and which part of it. */
    record Key(Object owner, int first, int count) {}

    /** Bytes of the model region. */
    record Constant(long offset, int bytes) {
        /** The part from byte {@code from} on. */
        Constant part(int from, int count) {
            return new Constant(offset + from, count);
        }
    }

    ProgramBuilder(int word) {
        this.word = word;
    }

    void add(Command command) {
        add(command, null);
    }

    void add(Command command, TensorSlice slice) {
        commands.add(command);
        slices.add(slice);
    }

    /** Waits for {@code tokens} of {@code semaphore}, but for the last {@code most}, which are returned for the next command. */
    int await(Unit unit, Semaphore semaphore, int tokens, int most) {
        int remaining = tokens;
        while (remaining > most) {
            Sync one = Sync.FREE.after(semaphore);
            add(Command.sync(unit, remaining > most + 1 ? one.after(semaphore) : one));
            remaining -= remaining > most + 1 ? 2 : 1;
        }
        return remaining;
    }

    /** The place of a constant, appended to the model image when it is new. */
    Constant constant(Key key, Supplier<byte[]> bytes) {
        return places.computeIfAbsent(key, unknown -> {
            byte[] content = bytes.get();
            Constant place = new Constant(constants.size(), content.length);
            constants.writeBytes(content);
            return place;
        });
    }

    /** Loads a constant once {@code tokens} of {@code free} have been taken. */
    void load(
            Constant constant,
            LoadCommand.Destination destination,
            int address,
            int tokens,
            Semaphore free,
            Semaphore loaded) {
        Sync sync = Sync.FREE.signalEnd(loaded);
        for (int i = await(Unit.LOAD, free, tokens, 2); i > 0; i--) {
            sync = sync.after(free);
        }
        add(LoadCommand.of(Region.MODEL, constant.offset(), constant.bytes() / word, destination, address, sync));
    }

    /** Closes the part of the program that has been collected since the last one. */
    Program.Part endPart() {
        add(ControlCommand.end());
        Program.Part part = new Program.Part(commands, slices);
        commands.clear();
        slices.clear();
        return part;
    }

    byte[] constants() {
        return constants.toByteArray();
    }
}
