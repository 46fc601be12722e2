// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import java.nio.ByteBuffer;
import org.p2vit.hw.program.Command;

/** Commands as they stand in DRAM and on the ports between units. */
final class CommandBytes {
    private CommandBytes() {}

    static byte[] of(Command command, int tag) {
        ByteBuffer bytes = ByteBuffer.allocate(Command.BYTES);
        command.encode(bytes, tag);
        return bytes.array();
    }
}
