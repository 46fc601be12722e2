// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.Bool;

/** A word on its way to the buffer, and what its transfer completes. */
final class ResultWord extends HwBundle {
    final int tokenTile;
    final int word;
    final GroupWrite write;
    final Bool endsTile = bool();
    final Bool endsCommand = bool();

    ResultWord(int tokenTile, int word) {
        this.tokenTile = tokenTile;
        this.word = word;
        write = new GroupWrite(1, tokenTile, 8 * word);
    }
}
