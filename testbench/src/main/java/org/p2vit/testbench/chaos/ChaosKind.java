// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.Locale;
import java.util.SplittableRandom;

/** What is done to a run. */
public enum ChaosKind {
    /** The next read beat carries SLVERR or DECERR. */
    READ_ERROR,
    /** The next write response does. */
    WRITE_ERROR,
    /** Channels of memory do nothing more until the run has ended. */
    SILENCE,
    /** Software ends the run. */
    ABORT,
    /** ABORT, wait, reset of the accelerator alone. */
    RESET_PREPARED,
    /** Reset of the accelerator alone, without any preparation. */
    RESET_ALONE,
    /** Reset of accelerator and memory together, without any preparation. */
    RESET_ALL,
    /** One bit of the program is wrong, and the checksum that of the wrong program. */
    PROGRAM_BIT,
    /** So is one field of a command, with any value. */
    PROGRAM_FIELD,
    /** So is one 32-bit word. */
    PROGRAM_WORD,
    /** A bit, field or word is wrong, and the checksum is that of the right program. */
    DAMAGE,
    /** The checksum alone is wrong. */
    CHECKSUM,
    /** Registers are written in mid-run, any of them, with any strobes. */
    REGISTER_WRITE,
    /** A base address is wrong. */
    BAD_BASE,
    /** A size, stride or count is wrong. */
    BAD_SIZE;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Injection draw(SplittableRandom random, ChaosRig rig) {
        return switch (this) {
            case READ_ERROR, WRITE_ERROR -> MemoryError.draw(this == READ_ERROR, random);
            case SILENCE -> Silence.draw(random);
            case ABORT -> new Abort();
            case RESET_PREPARED, RESET_ALONE, RESET_ALL -> Reset.draw(this, random);
            case PROGRAM_BIT, PROGRAM_FIELD, PROGRAM_WORD -> ProgramDamage.draw(this, true, random, rig);
            case DAMAGE ->
                ProgramDamage.draw(
                        random.nextInt(3) == 0 ? PROGRAM_BIT : random.nextBoolean() ? PROGRAM_FIELD : PROGRAM_WORD,
                        false,
                        random,
                        rig);
            case CHECKSUM -> WrongChecksum.draw(random);
            case REGISTER_WRITE -> RegisterWrites.draw(random);
            case BAD_BASE -> WrongRegister.drawBase(random, rig);
            case BAD_SIZE -> WrongRegister.drawSize(random, rig);
        };
    }
}
