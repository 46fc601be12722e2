// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.Unit;

/** Which banks the rows go to that REQUANT writes: R in a cycle, each to its own, or V^T across all. */
final class RequantBanks {
    private final Shared shared;

    RequantBanks(Shared shared) {
        this.shared = shared;
    }

    /** An output tile of the {@code tile}-th token tile of {@code command}, its first rows in cycle {@code begin}. */
    void add(Command command, int tile, double begin) {
        int rows = shared.array.tokenTile();
        switch (RequantCommand.DESTINATION.of(command)) {
            case ACT -> rows(command, tile, begin, Buffer.ACT, 0);
            case RES -> rows(command, tile, begin, Buffer.RES, 0);
            case WGT -> rows(command, tile, begin, Buffer.WGT, tile * rows % shared.array.word());
            case WGT_TRANSPOSED ->
                shared.taken(Buffer.WGT)
                        .add(Unit.REQUANT, begin, rows / shared.array.postPipes(), 0, shared.array.word());
            default -> {} // LOAD does not write there
        }
    }

    private void rows(Command command, int tile, double begin, Buffer buffer, int firstBank) {
        int lanes = shared.array.postPipes();
        int first = command.get(RequantCommand.FIRST_ROW) - tile * shared.array.tokenTile();
        int end = first + command.get(RequantCommand.ROWS);
        for (int row = 0; row < shared.array.tokenTile(); row += lanes) {
            int from = Math.max(row, first);
            int to = Math.min(row + lanes, end);
            if (from < to) {
                shared.taken(buffer).add(Unit.REQUANT, begin + row / lanes, 1, firstBank + from, firstBank + to);
            }
        }
    }
}
