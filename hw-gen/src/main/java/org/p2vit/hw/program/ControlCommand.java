// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** CONTROL: RUN is the end of a part of the program. Its last word is the checksum of the part, for hosts ({@link ProgramSeal}). */
public final class ControlCommand {
    static final CommandLayout LAYOUT = new CommandLayout(Unit.CONTROL);

    /** CRC-32; no unit looks at it. */
    public static final CommandField CHECKSUM = LAYOUT.field("checksum", 7, 31, 0);

    private ControlCommand() {}

    public static Command end() {
        return LAYOUT.command(Sync.FREE).build();
    }
}
