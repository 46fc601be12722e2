// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** What LOAD and STORE have in common: a contiguous range of a DRAM region, and where it is in a buffer. */
public final class TransferFields {
    /** Byte offset in the region. */
    public static final CommandField OFFSET_LOW = new CommandField("offsetLow", 2, 31, 0);

    public static final CommandField OFFSET_HIGH = new CommandField("offsetHigh", 3, 7, 0);
    /** Bits of a byte offset. */
    public static final int OFFSET_BITS = 40;

    /** DRAM words. */
    public static final CommandField WORDS = new CommandField("words", 4, 23, 0);
    /** First word, or row of OUT. */
    public static final CommandField ADDRESS = new CommandField("address", 5, 15, 0);

    /** A {@link Region}. */
    public static final CommandField REGION = new CommandField("region", 3, 9, 8);

    /** After this command the base of INPUT or OUTPUT goes on to the next image. */
    public static final CommandFlag ADVANCE = new CommandFlag("advance", 0);

    private TransferFields() {}

    /** Byte offset of a LOAD or STORE in its region. */
    public static long offset(CommandView command) {
        return (long) command.get(OFFSET_HIGH) << OFFSET_LOW.bits() | Integer.toUnsignedLong(command.get(OFFSET_LOW));
    }

    static CommandBuilder put(CommandBuilder command, long offset, int words, int address) {
        return command.put(OFFSET_LOW, offset & OFFSET_LOW.max())
                .put(OFFSET_HIGH, offset >>> OFFSET_LOW.bits())
                .put(WORDS, words)
                .put(ADDRESS, address);
    }
}
