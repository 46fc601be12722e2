// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.register;

import static org.p2vit.hw.register.Register.Access.CONTROL;
import static org.p2vit.hw.register.Register.Access.RC;
import static org.p2vit.hw.register.Register.Access.RO;
import static org.p2vit.hw.register.Register.Access.RW;
import static org.p2vit.hw.register.Register.Access.RWI;
import static org.p2vit.hw.register.Register.Access.TOW;
import static org.p2vit.hw.register.Register.Access.W1A;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.Register.Access;
import org.p2vit.hw.register.Register.Field;

/**
 * The register map as data: decoder, test bus model and the files for software, tools and people all come from {@link
 * #REGISTERS}. Offsets 0x00 to 0x0C follow the control layout of AMD's HLS kernels.
 */
public final class RegisterMap {
    /** Bits of the AXI-Lite address: a 4 KiB aperture. */
    public static final int ADDRESS_BITS = 12;

    /** "P2VT", in {@link #ID}. */
    public static final int MAGIC = 0x5032_5654;

    /** Major in bits 31:16, minor in 15:0. */
    public static final int INTERFACE_VERSION = 0x0004_0000;

    /** Default of the watchdog: cycles without progress before a run is given up. */
    public static final int DEFAULT_WATCHDOG = 1 << 20;

    /** Cycles without a beat or response after reset until none of an interrupted run is expected any more. */
    public static final int SETTLE_CYCLES = 1024;

    /** Bits of the number of commands; the words of a longer program could not be counted. */
    public static final int PROGRAM_COMMAND_BITS = 22;

    private static final List<Register> ALL = new ArrayList<>();

    public static final Register CTRL = add(
            "CTRL",
            0x00,
            CONTROL,
            0x4,
            "Control and status.",
            new Field("START", 0, 0, W1A, "Write 1: start, ignored while running. Reads 1 from start to done."),
            new Field("DONE", 1, 1, RC, "A run has ended, with or without error. Cleared by reading."),
            new Field("IDLE", 2, 2, RO, "No run is active."),
            new Field("READY", 3, 3, RO, "As DONE, not cleared by reading; cleared by the next start."),
            new Field("ABORT", 4, 4, W1A, "Write 1: end the run with error ABORTED."),
            new Field(
                    "OPEN",
                    5,
                    5,
                    RO,
                    "Transfers may be open in memory: a run is active, or one ended without all its answers, or reset is not"
                            + " SETTLE_CYCLES ago. A start then ends at once with error TRANSFERS_OPEN."));
    public static final Register GIE =
            add("GIE", 0x04, RW, 0, "Global interrupt enable.", new Field("ENABLE", 0, 0, "Interrupt output enabled."));
    public static final Register IER = add(
            "IER",
            0x08,
            RW,
            0,
            "Interrupt enable.",
            new Field("DONE", 0, 0, "Run ended."),
            new Field("ERROR", 1, 1, "Run ended with an error."));
    public static final Register ISR = add(
            "ISR",
            0x0c,
            TOW,
            0,
            "Interrupt status; write 1 to toggle.",
            new Field("DONE", 0, 0, "Run ended."),
            new Field("ERROR", 1, 1, "Run ended with an error."));
    public static final Register ID = add("ID", 0x10, RO, MAGIC, "Identification, ASCII P2VT.");
    public static final Register VERSION =
            add("VERSION", 0x14, RO, INTERFACE_VERSION, "Version of this interface and of the program format.");
    public static final Register CONFIG_HASH = add(
            "CONFIG_HASH", 0x18, RO, 0, "First 32 bits of the SHA-256 of the configuration; programs carry the same.");
    public static final Register ERROR = add(
            "ERROR",
            0x1c,
            RO,
            0,
            "Why the last run failed; 0 if it did not. Cleared by start.",
            new Field("CODE", 7, 0, "Error code, see ErrorCode."),
            new Field("UNIT", 11, 8, "Unit field of the command at fault, or of the unit that failed."),
            new Field("TAG", 31, 16, "Tag of the last command taken for dispatch."));
    public static final Register WATCHDOG = add(
            "WATCHDOG", 0x20, RW, DEFAULT_WATCHDOG, "Cycles without progress before error TIMEOUT; 0 switches it off.");
    public static final Register PROGRAM_COMMANDS =
            add("PROGRAM_COMMANDS", 0x24, RWI, 0, "Commands of the first image, its end included; bits 21:0 are used.");
    public static final Register PROGRAM_LOW = address("PROGRAM_LOW", 0x28, "Program address");
    public static final Register PROGRAM_HIGH = high("PROGRAM_HIGH", 0x2c, "Program address");
    public static final Register MODEL_LOW = address("MODEL_LOW", 0x30, "Model constants address");
    public static final Register MODEL_HIGH = high("MODEL_HIGH", 0x34, "Model constants address");
    public static final Register INPUT_LOW = address("INPUT_LOW", 0x38, "Input address");
    public static final Register INPUT_HIGH = high("INPUT_HIGH", 0x3c, "Input address");
    public static final Register OUTPUT_LOW = address("OUTPUT_LOW", 0x40, "Output address");
    public static final Register OUTPUT_HIGH = high("OUTPUT_HIGH", 0x44, "Output address");
    public static final Register IMAGES =
            add("IMAGES", 0x48, RWI, 1, "Images of a run, one after the other without a pause; not 0.");
    public static final Register LOOP_COMMANDS = add(
            "LOOP_COMMANDS",
            0x4c,
            RWI,
            0,
            "Commands of every further image, their end included, behind those of the first; bits 21:0 are used.");
    public static final Register INPUT_STRIDE = add(
            "INPUT_STRIDE",
            0x50,
            RWI,
            0,
            "Bytes from the input of an image to the next; a multiple of the bytes of a DRAM word.");
    public static final Register OUTPUT_STRIDE = add(
            "OUTPUT_STRIDE",
            0x54,
            RWI,
            0,
            "Bytes from the output of an image to the next; a multiple of the bytes of a DRAM word.");
    public static final Register MODEL_SIZE_LOW = size("MODEL_SIZE_LOW", 0x58, "model constants");
    public static final Register MODEL_SIZE_HIGH = high("MODEL_SIZE_HIGH", 0x5c, "Bytes of the model constants");
    public static final Register INPUT_SIZE_LOW = size("INPUT_SIZE_LOW", 0x60, "inputs of all images of a run");
    public static final Register INPUT_SIZE_HIGH =
            high("INPUT_SIZE_HIGH", 0x64, "Bytes of the inputs of all images of a run");
    public static final Register OUTPUT_SIZE_LOW = size("OUTPUT_SIZE_LOW", 0x68, "outputs of all images of a run");
    public static final Register OUTPUT_SIZE_HIGH =
            high("OUTPUT_SIZE_HIGH", 0x6c, "Bytes of the outputs of all images of a run");
    public static final Register CYCLES_LOW = add("CYCLES_LOW", 0x80, RO, 0, "Cycles from start to done, bits 31:0.");
    public static final Register CYCLES_HIGH =
            add("CYCLES_HIGH", 0x84, RO, 0, "Cycles from start to done, bits 63:32.");
    public static final Register COMMANDS = add("COMMANDS", 0x88, RO, 0, "Commands dispatched.");
    public static final Register IMAGES_DONE =
            add("IMAGES_DONE", 0x8c, RO, 0, "Images of this run whose output is complete in DRAM.");

    static {
        for (Unit unit : Unit.values()) {
            if (unit != Unit.CONTROL) {
                int offset = 0x90 + 8 * unit.ordinal();
                add("BUSY_" + unit, offset, RO, 0, "Cycles in which " + unit + " made progress.");
                add(
                        "STALL_" + unit,
                        offset + 4,
                        RO,
                        0,
                        "Cycles in which " + unit + " had a command and made no progress.");
            }
        }
    }

    /** All registers by rising offset. */
    public static final List<Register> REGISTERS = List.copyOf(ALL);

    private RegisterMap() {}

    public static Register busy(Unit unit) {
        return byName("BUSY_" + unit);
    }

    public static Register stall(Unit unit) {
        return byName("STALL_" + unit);
    }

    private static Register byName(String name) {
        return REGISTERS.stream()
                .filter(register -> register.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Register address(String name, int offset, String what) {
        return add(name, offset, RWI, 0, what + ", bits 31:0; a multiple of the bytes of a DRAM word.");
    }

    private static Register size(String name, int offset, String what) {
        return add(
                name,
                offset,
                RWI,
                0,
                "Bytes of the " + what + ", bits 31:0; what is left of a DRAM word does not count.");
    }

    private static Register high(String name, int offset, String what) {
        return add(name, offset, RWI, 0, what + ", bits 63:32; those beyond the address width must be 0.");
    }

    private static Register add(
            String name, int offset, Access access, int reset, String description, Field... fields) {
        Register register = new Register(name, offset, access, reset, description, List.of(fields));
        ALL.add(register);
        return register;
    }
}
