// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bool;
import spinal.core.UInt;

/** What the normalisation of a row needs to know of its command, kept from the first read of the row on. */
final class NormRow extends HwBundle {
    final NormShape shape;
    /** Address of its first result word, in {@code bank}. */
    final UInt address = uint(16);

    final UInt bank;
    final UInt lastWord;
    /** Address of the first parameter group. */
    final UInt parameters = uint(16);

    final UInt channels = uint(RowScale.CHANNEL_BITS);
    final UInt shift = uint(5);
    final Bool endsTile = bool();
    final Bool endsCommand = bool();

    NormRow(NormShape shape) {
        this.shape = shape;
        bank = uint(indexWidth(shape.tokenTile()));
        lastWord = uint(shape.wordBits());
    }
}
