// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bool;
import spinal.core.UInt;

/** A word of logits in the buffers of the pipes, and its keys. */
final class LogitPlace extends HwBundle {
    final SoftmaxShape shape;
    final UInt slot = uint(indexWidth(SoftmaxShape.SLOTS));
    final UInt group;
    final UInt word;
    /** The last word of its row. */
    final Bool last = bool();
    /** The last existing key of the last word. */
    final UInt lastKey;

    LogitPlace(SoftmaxShape shape) {
        this.shape = shape;
        group = uint(indexWidth(shape.groups()));
        word = uint(shape.wordBits());
        lastKey = uint(indexWidth(shape.word()));
    }

    /** The first word of its row. */
    Bool first() {
        return eq(word, 0);
    }

    /** True in the last word of a row for a key behind the row's last one. */
    static Bool absent(Bool last, UInt lastKey, int key) {
        return key == 0 ? bool(false) : and(last, lt(lastKey, key));
    }

    /** Where a pipe keeps it. */
    UInt address() {
        return shape.groups() == 1 ? asUInt(cat(slot, word)) : asUInt(cat(slot, group, word));
    }
}
