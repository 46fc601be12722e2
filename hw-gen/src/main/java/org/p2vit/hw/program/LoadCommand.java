// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.hw.program.CommandConstraint.Below;
import org.p2vit.hw.program.CommandConstraint.NotZero;
import org.p2vit.hw.program.CommandConstraint.OneOf;

/** LOAD: DRAM words of MODEL or INPUT, in turn to the banks of a buffer. */
public final class LoadCommand {
    /** Where the words go. */
    public enum Destination implements CommandCode {
        ACT,
        WGT,
        RES,
        RQP,
        NRP;

        public Buffer buffer() {
            return Buffer.valueOf(name());
        }

        @Override
        public int code() {
            return ordinal();
        }
    }

    static final CommandLayout LAYOUT = new CommandLayout(Unit.LOAD);

    static {
        LAYOUT.add(TransferFields.OFFSET_LOW);
        LAYOUT.add(TransferFields.OFFSET_HIGH);
    }

    public static final CodedField<Region> REGION = LAYOUT.coded(TransferFields.REGION, Region.class);
    public static final CodedField<Destination> DESTINATION =
            LAYOUT.coded(new CommandField("destination", 3, 14, 12), Destination.class);

    static {
        LAYOUT.add(TransferFields.WORDS);
        LAYOUT.add(TransferFields.ADDRESS);
    }

    public static final CommandField FIRST_BANK = LAYOUT.field("firstBank", 5, 20, 16);

    /** See {@link TransferFields#ADVANCE}; here of INPUT. */
    public static final CommandFlag ADVANCE = LAYOUT.add(TransferFields.ADVANCE);
    /** Works for the image that follows; where none follows it only waits and signals. */
    public static final CommandFlag AHEAD = LAYOUT.flag("ahead", 1);

    static {
        LAYOUT.require(
                new NotZero(TransferFields.WORDS),
                new Below(TransferFields.REGION, limits -> Region.OUTPUT.code()),
                new OneOf(DESTINATION));
    }

    private LoadCommand() {}

    /**
     * @param offset of the first byte in the region
     * @param words DRAM words
     * @param address of the first buffer word, in bank 0
     */
    public static Command of(Region region, long offset, int words, Destination destination, int address, Sync sync) {
        return TransferFields.put(LAYOUT.command(sync), offset, words, address)
                .put(REGION, region)
                .put(DESTINATION, destination)
                .build();
    }
}
