// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bool;
import spinal.core.UInt;

/** The third pass: when a row group's factors are there, reads what is kept of it, one word per cycle as far as there is room for codes. */
final class CodeSequencer extends HwModule {
    final HwStream<RowDescriptor> rows;
    final Bool factorsValid = in(bool());
    /** The factors of the row group are used for the last time. */
    final Bool factorsTake = out(bool());
    /** The codes of a word can be taken. */
    final Bool room = in(bool());

    final Bool read = out(bool());
    final Bool last = out(bool());
    final UInt word;

    CodeSequencer(SoftmaxShape shape) {
        rows = slave(stream(() -> new RowDescriptor(shape)));
        word = out(reg(uint(shape.wordBits()), 0));
        assign(read, and(rows.valid, factorsValid, room));
        assign(last, eq(word, rows.payload.lastWord));
        when(read, () -> assign(word, mux(last, constantLike(word, 0), add(word, 1))));
        assign(rows.ready, and(read, last));
        assign(factorsTake, and(read, last));
    }
}
