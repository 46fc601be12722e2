// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.register;

/** Why a run failed; the ordinal is the CODE field of register ERROR. */
public enum ErrorCode {
    NONE("no error"),
    ILLEGAL_UNIT("a command names a unit that does not exist"),
    ILLEGAL_OPCODE("a command has an unknown opcode, or CONTROL is asked for something other than the end"),
    ILLEGAL_OPERAND("a command has a zero or too large count, an unknown destination or region, or a reserved bit set"),
    PROGRAM_OVERRUN("the program ends without an end command"),
    READ_ERROR("DRAM answered a read with an error"),
    WRITE_ERROR("DRAM answered a write with an error"),
    SEMAPHORE_ERROR("a semaphore was given too many tokens, or two units took the same one"),
    TIMEOUT("nothing made progress for as long as register WATCHDOG says"),
    ABORTED("software ended the run"),
    ILLEGAL_IMAGES("register IMAGES is 0, or more than 1 while LOOP_COMMANDS is 0");

    private final String meaning;

    ErrorCode(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    /** The constant of a CODE field; unknown codes are refused. */
    public static ErrorCode of(int code) {
        return values()[code];
    }
}
