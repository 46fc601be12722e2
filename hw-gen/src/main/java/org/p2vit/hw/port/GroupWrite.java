// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.function.UnaryOperator;
import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.UInt;

/**
 * A write of up to {@code lanes} words to the neighbouring banks {@code group * lanes + i} of a buffer, at one address;
 * lane i is written where bit i of {@code mask} is set. The payload of a stream; a write is visible to reads accepted in later
 * cycles than its transfer.
 */
public final class GroupWrite extends HwBundle {
    public final int lanes;
    public final int groups;
    public final int wordBits;
    public final UInt address = uint(16);
    public final UInt group;
    public final Bits mask;
    public final List<Bits> data;

    public GroupWrite(int lanes, int groups, int wordBits) {
        this.lanes = lanes;
        this.groups = groups;
        this.wordBits = wordBits;
        this.group = uint(indexWidth(groups));
        this.mask = bits(lanes);
        this.data = list(lanes, i -> bits(wordBits));
    }

    /** Whether it writes to each bank, valid or not. */
    public Bits banks() {
        return BankWrite.banks(group, mask, groups * lanes);
    }

    /** As a write that is never refused. */
    public void to(BankWrite other) {
        assign(other.address, address);
        assign(other.banks, banks());
        for (int lane = 0; lane < lanes; lane++) {
            assign(other.data.get(lane), data.get(lane));
        }
    }

    /** Has {@code other} write to the same places what {@code form} makes of each word. */
    public void to(GroupWrite other, UnaryOperator<Bits> form) {
        assign(other.address, address);
        assign(other.group, group);
        assign(other.mask, mask);
        for (int lane = 0; lane < lanes; lane++) {
            assign(other.data.get(lane), form.apply(data.get(lane)));
        }
    }
}
