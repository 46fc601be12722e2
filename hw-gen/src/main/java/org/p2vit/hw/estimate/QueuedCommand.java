// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.program.Command;

/** A command whose operand fields can be read. */
record QueuedCommand(Command command) {
    /** Bits {@code high} … {@code low} of a command word (architecture §3.1). */
    int field(int word, int high, int low) {
        return command.bits(word, high, low);
    }

    boolean flag(int bit) {
        return (command.flags() >> bit & 1) != 0;
    }
}
