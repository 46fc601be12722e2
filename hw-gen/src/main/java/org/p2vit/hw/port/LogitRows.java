// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Attention logits on their way from REQUANT to SOFTMAX, never refused: while {@code valid}, lane i carries the logits of
 * keys {@code word * W .. word * W + W - 1} for token row {@code group * lanes + i} of the tile, the lowest key in the
 * lowest byte.
 *
 * <p>For each word of a tile, in order, all {@code tokenTile / lanes} groups come in order. Rows outside the command's row
 * range come too; SOFTMAX knows its rows from its own command. Beside this bundle go two wires: REQUANT starts a tile
 * only in a cycle in which SOFTMAX's {@code tileFree} is true, and {@code tileStart} is true for that cycle, which
 * precedes the tile's first logits; two tiles may follow each other without a gap.
 */
public final class LogitRows extends HwBundle {
    public final int lanes;
    public final int tokenTile;
    public final int wordBytes;
    public final Bool valid = bool();
    public final UInt group;
    public final UInt word = uint(10);
    public final List<Bits> data;

    /** For {@code lanes} = R of {@code tokenTile} = T rows and {@code wordBytes} = W logits of 8 bits in a word. */
    public LogitRows(int lanes, int tokenTile, int wordBytes) {
        this.lanes = lanes;
        this.tokenTile = tokenTile;
        this.wordBytes = wordBytes;
        this.group = uint(indexWidth(tokenTile / lanes));
        this.data = list(lanes, i -> bits(8 * wordBytes));
    }
}
