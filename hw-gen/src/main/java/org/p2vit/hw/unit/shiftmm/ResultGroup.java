// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bool;
import spinal.core.UInt;

/** Where the sums of one head word of a token tile go: rows 0 … {@code lastRow} to bank = row at {@code address}. */
final class ResultGroup extends HwBundle {
    final int tokenTile;
    final UInt address = uint(16);
    final UInt shift = uint(5);
    final UInt lastRow;
    /** The last word of its tile. */
    final Bool endsTile = bool();
    /** The last word of its command. */
    final Bool endsCommand = bool();

    ResultGroup(int tokenTile) {
        this.tokenTile = tokenTile;
        lastRow = uint(indexWidth(tokenTile));
    }
}
