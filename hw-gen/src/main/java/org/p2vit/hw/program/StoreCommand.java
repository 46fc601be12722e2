// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.util.List;
import org.p2vit.hw.program.CommandConstraint.NotZero;
import org.p2vit.hw.program.CommandConstraint.OneOf;

/** STORE: rows of OUT to DRAM, to OUTPUT only. */
public final class StoreCommand {
    static final CommandLayout LAYOUT = new CommandLayout(Unit.STORE);

    static {
        LAYOUT.add(TransferFields.OFFSET_LOW);
        LAYOUT.add(TransferFields.OFFSET_HIGH);
    }

    public static final CodedField<Region> REGION = LAYOUT.coded(TransferFields.REGION, Region.class);

    static {
        LAYOUT.add(TransferFields.WORDS);
        LAYOUT.add(TransferFields.ADDRESS);
    }

    /** See {@link TransferFields#ADVANCE}; here of OUTPUT. */
    public static final CommandFlag ADVANCE = LAYOUT.add(TransferFields.ADVANCE);

    static {
        LAYOUT.require(new NotZero(TransferFields.WORDS), new OneOf(REGION, List.of(Region.OUTPUT)));
    }

    private StoreCommand() {}

    /**
     * @param offset of the first byte in the region
     * @param words DRAM words
     * @param address first row of OUT
     */
    public static Command of(Region region, long offset, int words, int address, Sync sync) {
        return TransferFields.put(LAYOUT.command(sync), offset, words, address)
                .put(REGION, region)
                .build();
    }
}
