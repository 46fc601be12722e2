// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import java.nio.ByteBuffer;
import org.p2vit.hw.program.Command;

/** Commands as they stand in DRAM and on the ports between units. */
public final class CommandBytes {
    private CommandBytes() {}

    public static byte[] of(Command command, int tag) {
        ByteBuffer bytes = ByteBuffer.allocate(Command.BYTES);
        command.encode(bytes, tag);
        return bytes.array();
    }
}
