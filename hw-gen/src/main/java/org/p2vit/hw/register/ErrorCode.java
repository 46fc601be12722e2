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
    ILLEGAL_IMAGES("register IMAGES is 0, or more than 1 while LOOP_COMMANDS is 0"),
    LOAD_OUT_OF_RANGE("a LOAD reads outside the sizes of MODEL and INPUT, or not at a DRAM word"),
    STORE_OUT_OF_RANGE("a STORE writes outside the size of OUTPUT, or not at a DRAM word"),
    UNALIGNED_ADDRESS("an address or stride register is not a multiple of the bytes of a DRAM word"),
    ADDRESS_OVERFLOW("a region does not end within the address width, or a HIGH register has bits beyond it"),
    TRANSFERS_OPEN("a start while transfers of an earlier run are open: memory does not answer");

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
