// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Reads {@code lanes} neighbouring banks of a buffer: banks {@code group * lanes + i} at one address; the reader is the
 * master. A request is {@code valid} until {@code ready}; a port of highest priority sees ready constantly true. {@code data} is valid
 * {@link ReadPort#LATENCY} cycles after the accepted request, for one cycle.
 */
public final class GroupReadPort extends HwPort {
    public final int lanes;
    public final int groups;
    public final int wordBits;
    public final Bool valid = bool();
    public final Bool ready = bool();
    public final UInt address = uint(16);
    public final UInt group;
    public final List<Bits> data;

    public GroupReadPort(int lanes, int groups, int wordBits) {
        this.lanes = lanes;
        this.groups = groups;
        this.wordBits = wordBits;
        this.group = uint(indexWidth(groups));
        this.data = list(lanes, i -> bits(wordBits));
    }

    @Override
    protected void asMaster() {
        out(valid);
        in(ready);
        out(address);
        out(group);
        data.forEach(word -> in(word));
    }

    /** Connects this reader to the buffer side {@code buffer}. */
    public void to(GroupReadPort buffer) {
        assign(buffer.valid, valid);
        assign(ready, buffer.ready);
        assign(buffer.address, address);
        assign(buffer.group, group);
        for (int lane = 0; lane < lanes; lane++) {
            assign(data.get(lane), buffer.data.get(lane));
        }
    }
}
