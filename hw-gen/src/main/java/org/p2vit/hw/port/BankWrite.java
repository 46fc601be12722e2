// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.function.UnaryOperator;
import org.p2vit.hw.dsl.Hdl;
import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.UInt;

/**
 * A write that is never refused, of up to {@code lanes} words to the banks of a buffer whose bits of {@code banks} are set, at one address: bank b takes
 * lane b mod {@code lanes}. The banks are named one by one, not by group and mask as in {@link GroupWrite}: whoever waits for this write
 * looks at flip-flops, without decoding.
 */
public final class BankWrite extends HwBundle {
    public final int lanes;
    public final int bankCount;
    public final int wordBits;
    public final UInt address = uint(16);
    public final Bits banks;
    public final List<Bits> data;

    public BankWrite(int lanes, int bankCount, int wordBits) {
        this.lanes = lanes;
        this.bankCount = bankCount;
        this.wordBits = wordBits;
        this.banks = bits(bankCount);
        this.data = list(lanes, i -> bits(wordBits));
    }

    /** The banks of a group of neighbours, those that {@code mask} has. */
    public static Bits banks(UInt group, Bits mask, int bankCount) {
        int lanes = width(mask);
        return pack(list(bankCount, bank -> Hdl.asBits(and(eq(group, bank / lanes), bit(mask, bank % lanes)))));
    }

    /** Has {@code other} write to the same places what {@code form} makes of each word. */
    public void to(BankWrite other, UnaryOperator<Bits> form) {
        assign(other.address, address);
        assign(other.banks, banks);
        for (int lane = 0; lane < lanes; lane++) {
            assign(other.data.get(lane), form.apply(data.get(lane)));
        }
    }
}
