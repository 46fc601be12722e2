// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.StreamRegister;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.dma.ProgramFetch;
import org.p2vit.hw.dma.ProgramSequence;
import org.p2vit.hw.program.Command;

/** The fetch of the program: bursts of a few commands, as far ahead of the dispatcher as its buffer has room. */
final class CommandFetch implements ReadChannel.Client {
    private final int wordsPerCommand;
    private final double beatCycles;
    private final BurstQueue splitter;
    private final List<Double> arrivals = new ArrayList<>();
    private final List<Double> taken = new ArrayList<>();
    private int wordsAsked;
    private int wordsArrived;

    /** @param images of the run; their commands follow each other as in {@link Program#commands(int)} */
    CommandFetch(Program program, int images, DramTiming memory) {
        int word = program.word();
        wordsPerCommand = Command.BYTES / word;
        beatCycles = memory.beatCycles();
        splitter = new BurstQueue(word, ProgramFetch.BURST_COMMANDS * wordsPerCommand);
        int first = program.first().commands().size();
        splitter.add(0, first * wordsPerCommand, ProgramSequence.START_CYCLES);
        for (int image = 1; image < images; image++) {
            splitter.add(
                    (long) first * Command.BYTES, program.further().commands().size() * wordsPerCommand, 0);
        }
    }

    /** When the {@code n}-th command lies in the register behind the buffer; NaN if that is not known yet. */
    double available(int n) {
        return n < arrivals.size() ? arrivals.get(n) + 1 + StreamRegister.LATENCY : Double.NaN;
    }

    /** The next command has left the buffer. */
    void taken(double cycle) {
        taken.add(cycle);
    }

    @Override
    public double offered() {
        if (splitter.isEmpty()) {
            return Double.NaN;
        }
        // Room is counted in words, for a whole burst.
        int inBuffer = (ProgramFetch.BUFFERED_COMMANDS - ProgramFetch.BURST_COMMANDS) * wordsPerCommand;
        int before = (wordsAsked - inBuffer + wordsPerCommand - 1) / wordsPerCommand;
        if (wordsAsked <= inBuffer) {
            return splitter.offered();
        }
        return before <= taken.size() ? Math.max(splitter.offered(), taken.get(before - 1) + 1) : Double.NaN;
    }

    @Override
    public int beats() {
        return splitter.beats();
    }

    @Override
    public double granted(double accepted, double first, double last) {
        int beats = splitter.beats();
        wordsAsked += beats;
        splitter.taken(accepted);
        for (int beat = 0; beat < beats; beat++) {
            if (++wordsArrived % wordsPerCommand == 0) {
                arrivals.add(first + beat * beatCycles);
            }
        }
        return last;
    }
}
