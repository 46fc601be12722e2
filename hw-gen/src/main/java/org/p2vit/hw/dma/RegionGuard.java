// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dma;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.TransferFields;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Whether LOAD and STORE commands stay inside their region. {@code outside} is high from the second cycle after {@code check} until
 * reset where one does not, or does not begin at a word: in time for {@link BurstSplitter#hold} to stop its first burst.
 */
public final class RegionGuard extends HwModule {
    /** The command on {@code offset} and {@code words} begins in this cycle. */
    public final Bool check = in(bool());

    public final UInt offset = in(uint(TransferFields.OFFSET_BITS));
    public final UInt words = in(uint(Transfer.WORD_COUNT_BITS));
    /** Words from the base of the region to its end. */
    public final UInt left;

    public final Bool outside = out(reg(bool(), false));

    /** @param leftBits width of {@code left} */
    public RegionGuard(int leftBits, int wordBytes) {
        left = in(uint(leftBits));
        int wordShift = indexWidth(wordBytes);
        UInt firstWord = slice(offset, TransferFields.OFFSET_BITS - 1, wordShift);
        UInt reach = named("reach", regNext(addExpand(firstWord, resize(words, width(firstWord)))));
        UInt limit = named("limit", regNext(left));
        Bool unaligned = named("unaligned", regNext(orReduce(slice(offset, wordShift - 1, 0))));
        Bool checking = named("checking", regNext(check, false));
        int bits = Math.max(width(reach), leftBits);
        Bool beyond = gt(resize(reach, bits), resize(limit, bits));
        when(and(checking, or(unaligned, beyond)), () -> assign(outside, true));
    }

    /** Looks at {@code command} when {@code begins}. */
    void watch(Bool begins, CommandWord command, UInt wordsLeft) {
        assign(check, begins);
        assign(offset, command.offset());
        assign(words, command.get(TransferFields.WORDS));
        assign(left, wordsLeft);
    }
}
