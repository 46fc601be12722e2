// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Optional;
import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bool;
import spinal.core.UInt;

/** What a token tile in the logit buffer needs to know of its command. */
final class TileContext extends HwBundle {
    final SoftmaxShape shape;
    final UInt lastWord;
    /** Index of the last key in the last word. */
    final UInt lastKey;
    /** The last row of the tile that is inside the command. */
    final UInt lastRow;

    final UInt shift = uint(5);
    /** Address of the first code word. */
    final UInt address = uint(16);
    /** Address of the row divisors, where there are any. */
    final Optional<UInt> divisorAddress;

    /** The last tile of its command. */
    final Bool endsCommand = bool();

    TileContext(SoftmaxShape shape) {
        this.shape = shape;
        lastWord = uint(shape.wordBits());
        lastKey = uint(indexWidth(shape.word()));
        divisorAddress = shape.divisorAddress();
        lastRow = uint(indexWidth(shape.tokenTile()));
    }
}
