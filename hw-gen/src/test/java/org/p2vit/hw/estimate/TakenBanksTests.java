// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RequantCommand.Destination;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

class TakenBanksTests {
    /** REQUANT takes banks 0 and 1 in cycle 10, 2 and 3 in 11; SOFTMAX takes bank 2 in 12 to 15 and all in 20 and 21. */
    @ParameterizedTest(name = "bank {1} from {0}: {2}")
    @CsvSource({
        "9, 0, 9", // before
        "10, 0, 11",
        "10, 2, 10",
        "11, 0, 11",
        "11, 2, 16", // the one, then the other
        "12.5, 2, 16.5", // pauses count as their mean
        "16, 2, 16",
        "20, 7, 22",
        "30, 0, 30",
    })
    void aWordWaitsForItsBank(double from, int bank, double free) {
        TakenBanks taken = new TakenBanks();
        taken.add(Unit.REQUANT, 10, 1, 0, 2);
        taken.add(Unit.REQUANT, 11, 1, 2, 4);
        taken.add(Unit.SOFTMAX, 12, 4, 2, 3);
        taken.add(Unit.SOFTMAX, 20, 2, 0, 8);

        assertThat(taken.free(from, bank)).isEqualTo(free);
    }

    /** T = 4, R = 2, W = 8: the second token tile, first rows in cycle 10; rows 1 to 6 of the machine's are in range. */
    @ParameterizedTest(name = "{0}: bank {2} of {1} from cycle {3} free in {4}")
    @CsvSource({
        "ACT, ACT, 0, 10, 11",
        "ACT, ACT, 2, 11, 12",
        "ACT, ACT, 3, 11, 11", // row 7 is out of range
        "ACT, WGT, 0, 10, 10",
        "RES, RES, 1, 10, 11",
        "WGT, WGT, 0, 10, 10", // the tile before was there
        "WGT, WGT, 5, 10, 11",
        "WGT, WGT, 6, 11, 12",
        "WGT_TRANSPOSED, WGT, 0, 10, 12",
        "WGT_TRANSPOSED, WGT, 7, 11, 12",
        "VAL, ACT, 0, 10, 10",
    })
    void rowsOfRequantGoToTheirBanks(Destination to, Buffer buffer, int bank, double from, double free) {
        Shared shared = new Shared(new ArrayConfig(4, 8, 2, ProcessingElement.PACKED));
        Command command =
                RequantCommand.of(to, new StridedAddress(0, 1), 0, null, null, new RowRange(1, 6), 1, Sync.FREE);

        new RequantBanks(shared).add(command, 1, 10);

        assertThat(shared.taken(buffer).free(from, bank)).isEqualTo(free);
    }
}
