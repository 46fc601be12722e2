// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The commands of a program as they stand in DRAM, its parts one behind the other: the first image's, and those of every further one.
 *
 * @param parts each with its end as the last command
 * @param sealed whether all checksums are right ({@link ProgramSeal})
 */
public record EncodedProgram(List<List<EncodedCommand>> parts, boolean sealed) {
    private static final int MOST_PARTS = 2;

    /**
     * @param bytes commands from the first to the last byte
     * @throws IllegalArgumentException saying what is wrong, when they are no commands with one or two ends, the last of them at the end
     */
    public static EncodedProgram of(ByteBuffer bytes) {
        int count = bytes.remaining() / Command.BYTES;
        if (count == 0 || bytes.remaining() % Command.BYTES != 0) {
            throw new IllegalArgumentException(
                    bytes.remaining() + " bytes are not one command of " + Command.BYTES + " bytes or more");
        }
        List<List<EncodedCommand>> parts = new ArrayList<>();
        List<EncodedCommand> part = new ArrayList<>();
        boolean sealed = true;
        for (int i = 0; i < count; i++) {
            EncodedCommand command = new EncodedCommand(bytes, i);
            part.add(command);
            if (command.unit().filter(unit -> unit == Unit.CONTROL).isPresent() && command.run()) {
                int start = bytes.position() + (i + 1 - part.size()) * Command.BYTES;
                sealed &= ProgramSeal.holds(bytes, start, part.size());
                parts.add(Collections.unmodifiableList(part));
                part = new ArrayList<>();
            }
        }
        if (!part.isEmpty() || parts.size() > MOST_PARTS) {
            throw new IllegalArgumentException(
                    "a program has one or two ends, the last of them at its end; this one of " + count
                            + " commands has " + parts.size() + (part.isEmpty() ? "" : " and goes on behind them"));
        }
        return new EncodedProgram(List.copyOf(parts), sealed);
    }
}
