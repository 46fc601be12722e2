// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The 32 bytes of a command as they stand in DRAM, whatever is in them. */
public final class EncodedCommand implements CommandView {
    private final ByteBuffer bytes;

    /** The {@code index}-th command from the position of {@code program} on. */
    public EncodedCommand(ByteBuffer program, int index) {
        bytes = program.slice(program.position() + index * Command.BYTES, Command.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int word(int index) {
        return bytes.getInt(index * Integer.BYTES);
    }

    public boolean run() {
        return get(CommandFormat.RUN) != 0;
    }

    /** Empty for a number that no unit has. */
    public Optional<Unit> unit() {
        int number = get(CommandFormat.UNIT);
        return number < Unit.values().length ? Optional.of(Unit.values()[number]) : Optional.empty();
    }
}
