// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.memory.MemoryShape;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Scaled words between the two passes, first in first out. A place is reserved (only with {@code room}) long before its word is written; a word is
 * read by {@code read} and stands on {@code output} after {@link #LATENCY} cycles. The reader knows that the word was written.
 */
final class RowBuffer extends HwModule {
    static final int LATENCY = 2;

    final Bool room = out(bool());
    final Bool reserve = in(bool());
    final Bool written = in(bool());
    final Bits input;
    final Bool read = in(bool());
    final Bits output;

    private final HwMemory<Bits> words;
    private final CreditCounter reserved;
    private final UInt writeAddress;
    private final UInt readAddress;

    RowBuffer(MemoryShape shape) {
        int width = shape.wordBits();
        int depth = shape.depth();
        input = in(bits(width));
        words = memory(() -> bits(width), depth).style(shape.style());
        reserved = CreditCounter.taken(depth);
        writeAddress = reg(uint(words.addressWidth()), 0);
        readAddress = reg(uint(words.addressWidth()), 0);

        assign(room, reserved.room());
        reserved.count(reserve, read);
        words.write(written, writeAddress, input);
        when(written, () -> assign(writeAddress, add(writeAddress, 1)));
        when(read, () -> assign(readAddress, add(readAddress, 1)));
        Bits word = words.read(readAddress, read);
        output = out(regNextWhen(word, named("fetched", regNext(read, false))));
    }
}
