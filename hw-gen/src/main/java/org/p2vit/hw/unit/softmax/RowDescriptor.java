// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** Where the codes of one row group go, kept from the first to the last pass. */
final class RowDescriptor extends HwBundle {
    final SoftmaxShape shape;
    final UInt lastWord;
    final UInt lastKey;
    final UInt address = uint(16);
    /** Address of the row exponents; null where codes have none. */
    final UInt exponentAddress;

    final UInt group;
    /** The rows of the group that are inside the command. */
    final Bits rows;

    final Bool endsTile = bool();
    final Bool endsCommand = bool();

    RowDescriptor(SoftmaxShape shape) {
        this.shape = shape;
        lastWord = uint(shape.wordBits());
        lastKey = uint(indexWidth(shape.word()));
        exponentAddress = shape.exponentAddress();
        group = uint(indexWidth(shape.groups()));
        rows = bits(shape.pipes());
    }
}
