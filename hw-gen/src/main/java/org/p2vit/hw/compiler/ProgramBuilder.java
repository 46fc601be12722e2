// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Command.Region;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

/** Collects commands in program order, their spans, and the constants they load. */
final class ProgramBuilder {
    private final int word;
    private final List<Command> commands = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private final ByteArrayOutputStream constants = new ByteArrayOutputStream();

    ProgramBuilder(int word) {
        this.word = word;
    }

    void add(Command command) {
        add(command, null);
    }

    void add(Command command, Span span) {
        commands.add(command);
        spans.add(span);
    }

    /** Loads constants, appended to the model image, once {@code tokens} of {@code free} have been taken. */
    void loadConstants(byte[] bytes, int destination, int address, int tokens, Semaphore free, Semaphore loaded) {
        Sync sync = Sync.FREE.signalEnd(loaded);
        int remaining = tokens;
        while (remaining > 2) {
            add(Command.sync(Unit.LOAD, Sync.FREE.after(free).after(free)));
            remaining -= 2;
        }
        for (int i = 0; i < remaining; i++) {
            sync = sync.after(free);
        }
        long offset = constants.size();
        constants.writeBytes(bytes);
        add(Command.load(Region.MODEL, offset, bytes.length / word, destination, address, sync));
    }

    List<Command> commands() {
        return commands;
    }

    List<Span> spans() {
        return spans;
    }

    byte[] constants() {
        return constants.toByteArray();
    }
}
