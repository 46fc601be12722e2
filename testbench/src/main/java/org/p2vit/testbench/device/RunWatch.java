// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.ProgramSeal;
import org.p2vit.hw.program.WrittenWords;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.accelerator.WordCounter;
import org.p2vit.testbench.bus.Dram;
import org.p2vit.testbench.bus.RegisterPort;

/**
 * Follows the runs that a driver starts and judges each when the next is started, or when somebody asks. It reads registers only,
 * and none whose reading changes something, so that the driver does not notice.
 *
 * <p>The words that a run has to write are those of the program as it was in memory at the start.
 */
final class RunWatch {
    /** Longer than the engine's reset at a start, far shorter than the fetch of the first command. */
    private static final int CLEAR_CYCLES = 8;

    private static final int MOST_COMMANDS = (1 << RegisterMap.PROGRAM_COMMAND_BITS) - 1;

    /** A program as it was started. */
    private record Started(byte[] program, int first, int further, long images) {}

    private final WordCounter words;
    private final RegisterPort registers;
    private final Dram memory;
    private final WrittenWords written;
    private DeviceRuns runs = DeviceRuns.NONE;
    private Started active;

    RunWatch(WordCounter words, RegisterPort registers, Dram memory, WrittenWords written) {
        this.words = words;
        this.registers = registers;
        this.memory = memory;
        this.written = written;
    }

    /** The recorded words are many; they are counted and forgotten. */
    void clockRan() {
        words.collect();
    }

    /**
     * A start, which the hardware ignores while a run is active.
     *
     * @throws InvalidInputException when the program does not have its checksum; nothing is started
     */
    void start(Runnable write) {
        Started next = program();
        settle();
        write.run();
        if (active == null) {
            // The start clears the engine. Words from before do not count: a failed run, or registers ahead of reset.
            words.model().step(CLEAR_CYCLES);
            words.restart();
            active = next;
        }
    }

    DeviceRuns soFar() {
        settle();
        return runs;
    }

    private Started program() {
        long address = read(RegisterMap.PROGRAM_HIGH) << Integer.SIZE | read(RegisterMap.PROGRAM_LOW);
        int first = (int) read(RegisterMap.PROGRAM_COMMANDS) & MOST_COMMANDS;
        int further = (int) read(RegisterMap.LOOP_COMMANDS) & MOST_COMMANDS;
        long images = read(RegisterMap.IMAGES);
        long at = address - memory.address();
        long bytes = (first + (long) further) * Command.BYTES;
        if (at < 0 || at > memory.size() - bytes) {
            return new Started(new byte[0], 0, 0, images); // the hardware reports it
        }
        if (!ProgramSeal.holds(memory.bytes(), (int) at, first, further)) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "the program at %#x is damaged: its checksum differs; it was not started, load it again",
                    address));
        }
        byte[] program = new byte[(int) bytes];
        memory.bytes().get((int) at, program);
        return new Started(program, first, further, images);
    }

    /** Judges the run that was active, if it has ended. */
    private void settle() {
        if (active == null) {
            return;
        }
        if ((read(RegisterMap.ERROR) & RegisterMap.ERROR.mask("CODE")) != ErrorCode.NONE.ordinal()) {
            runs = runs.withFailed();
            active = null;
        } else if (active.images() > 0 && read(RegisterMap.IMAGES_DONE) == active.images()) {
            ByteBuffer program = ByteBuffer.wrap(active.program());
            runs = runs.withCompleted(
                    active.images(),
                    written.of(program, active.first(), active.further(), active.images()),
                    words.words());
            active = null;
        }
    }

    private long read(Register register) {
        return registers.read(register.offset());
    }
}
