// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.ProgramSeal;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.VitShape;

/**
 * A network compiled for a configuration: the commands and constants that go to DRAM once, and how images and their logits are
 * laid out there.
 *
 * @param first commands of the first image, in program order
 * @param further commands of every image after it (architecture §3.4)
 * @param constants weights, parameters and tables; LOAD offsets in the model region count from here
 * @param inputBytes size of an image in the input region
 * @param outputBytes size of its logits in the output region
 */
public record Program(
        VitShape shape,
        int tokenTile,
        int word,
        Part first,
        Part further,
        byte[] constants,
        int inputBytes,
        int outputBytes) {
    /** Version of the command and image format, checked by drivers. */
    public static final int FORMAT_VERSION = 9;

    private static final int PAGE_BYTES = 4096;

    /**
     * A part of the program, closed by an end command.
     *
     * @param slices one per command: what it computes, or null where it produces nothing
     */
    public record Part(List<Command> commands, List<TensorSlice> slices) {
        public Part {
            commands = List.copyOf(commands);
            slices = Collections.unmodifiableList(new ArrayList<>(slices));
        }
    }

    /** The commands of a run as the units get them: in the last image, those for the one that follows only wait and signal. */
    public List<Command> commands(int images) {
        List<Command> commands = new ArrayList<>();
        for (int image = 1; image <= images; image++) {
            boolean last = image == images;
            (image == 1 ? first : further)
                    .commands()
                    .forEach(command -> commands.add(last && ahead(command) ? command.idle() : command));
        }
        return commands;
    }

    /** What each of {@link #commands(int)} computes. */
    public List<TensorSlice> slices(int images) {
        List<TensorSlice> slices = new ArrayList<>(first.slices());
        for (int image = 2; image <= images; image++) {
            slices.addAll(further.slices());
        }
        return slices;
    }

    private static boolean ahead(Command command) {
        return command.unit() == Unit.LOAD && command.has(LoadCommand.AHEAD);
    }

    /** Both parts of the command list as they stand in DRAM, each with its checksum ({@link ProgramSeal}). */
    public byte[] commandBytes() {
        int count = first.commands().size() + further.commands().size();
        ByteBuffer bytes = ByteBuffer.allocate(count * Command.BYTES);
        int tag = 0;
        for (Part part : List.of(first, further)) {
            int start = bytes.position();
            for (Command command : part.commands()) {
                command.encode(bytes, tag++);
            }
            ProgramSeal.seal(bytes, start, part.commands().size());
        }
        return bytes.array();
    }

    /** Bytes from an image to the next: whole pages, though any multiple of the word would do. */
    public int inputStride() {
        return pages(inputBytes);
    }

    /** Bytes from the logits of an image to the next, whole pages as well. */
    public int outputStride() {
        return pages(outputBytes);
    }

    private static int pages(int bytes) {
        return Layout.ceilDiv(bytes, PAGE_BYTES) * PAGE_BYTES;
    }

    /** Patches {@code [patches][patchDepth]} int8 as the input region holds them, and the zeros of the class token behind them. */
    public byte[] packInput(byte[] patches) {
        byte[] rows = Arrays.copyOf(patches, shape.tokens() * shape.patchDepth());
        return new Layout(tokenTile, word).tokenMajor(rows, shape.tokens(), shape.patchDepth());
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
