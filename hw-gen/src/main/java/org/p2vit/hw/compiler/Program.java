// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.p2vit.hw.program.Command;
import org.p2vit.quant.model.VitShape;

/**
 * A network compiled for a configuration: the commands and constants that go to DRAM once, and how one image and its
 * logits are laid out there.
 *
 * @param commands in program order
 * @param spans one per command: what it computes, or null where it produces nothing
 * @param constants weights, parameters and tables; LOAD offsets in the model region count from here
 * @param inputBytes size of the input region
 * @param outputBytes size of the output region
 */
public record Program(
        VitShape shape,
        int tokenTile,
        int word,
        List<Command> commands,
        List<Span> spans,
        byte[] constants,
        int inputBytes,
        int outputBytes) {
    /** Version of the command and image format, checked by drivers. */
    public static final int FORMAT_VERSION = 1;

    public Program {
        commands = List.copyOf(commands);
        spans = Collections.unmodifiableList(spans);
    }

    /** The command list as it stands in DRAM. */
    public byte[] commandBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(commands.size() * Command.BYTES);
        for (int i = 0; i < commands.size(); i++) {
            commands.get(i).encode(bytes, i);
        }
        return bytes.array();
    }

    /** Patches {@code [patches][patchDepth]} int8 as the input region holds them. */
    public byte[] packInput(byte[] patches) {
        return new Layout(tokenTile, word).tokenMajor(patches, shape.patches(), shape.patchDepth());
    }

    /** Logits of the output region, class by class. */
    public int[] unpackOutput(ByteBuffer output) {
        int[] logits = new int[shape.classes()];
        for (int c = 0; c < logits.length; c++) {
            logits[c] = output.getInt(4 * c);
        }
        return logits;
    }
}
