// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The DRAM address of a region that moves from image to image, and the words from there to the end of the region: from the second
 * cycle after reset {@code start} and {@code words} as they were in the first, and {@code stride} further after each cycle with {@code
 * advance}. Behind its end a region has no words.
 */
public final class MovingBase extends HwModule {
    public final UInt start;
    /** Of the region. */
    public final UInt words;

    public final UInt stride = in(uint(32));
    public final Bool advance = in(bool());
    public final UInt base;
    public final UInt left;
    private final Bool settled = reg(bool(), false);

    public MovingBase(int addressBits, int wordBytes) {
        int wordShift = indexWidth(wordBytes);
        int wordBits = addressBits - wordShift;
        start = in(uint(addressBits));
        words = in(uint(wordBits));
        base = out(reg(uint(addressBits)));
        left = out(reg(uint(wordBits)));
        UInt strideWords = named("strideWords", resize(shr(stride, wordShift), wordBits));
        assign(settled, true);
        when(advance, () -> {
            assign(base, add(base, resize(stride, addressBits)));
            assign(left, mux(gt(left, strideWords), sub(left, strideWords), 0));
        });
        when(not(settled), () -> {
            assign(base, start);
            assign(left, words);
        });
    }
}
