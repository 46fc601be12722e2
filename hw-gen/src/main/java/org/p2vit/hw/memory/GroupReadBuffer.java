// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.port.GroupReadPort;
import org.p2vit.hw.port.ReadPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * A buffer whose readers take neighbouring banks: RES and OUT. The first reader is never refused; each other waits in the
 * cycles in which a reader before it uses one of its banks.
 */
public final class GroupReadBuffer extends BankedBuffer {
    public final List<GroupReadPort> readers;

    /**
     * @param readerLanes banks read at once by each reader, in falling priority; each divides the number of banks
     */
    public GroupReadBuffer(BufferShape shape, List<Integer> readerLanes) {
        super(shape);
        readers = list(readerLanes.size(), i -> {
            int lanes = readerLanes.get(i);
            check(shape.banks() % lanes == 0, lanes + " reader lanes do not divide " + shape.banks() + " banks");
            return slave(new GroupReadPort(lanes, shape.banks() / lanes, shape.wordBits()));
        });
        List<Bool> ready = list(readers.size(), i -> named("ready_" + i, bool()));
        for (int i = 0; i < readers.size(); i++) {
            assign(ready.get(i), not(blocked(i)));
            assign(readers.get(i).ready, ready.get(i));
            deliver(readers.get(i), i);
        }
        for (int b = 0; b < shape.banks(); b++) {
            select(b, ready);
        }
    }

    /** Whether a reader before {@code index} uses a bank of its group; the coarser of two groups decides. */
    private Bool blocked(int index) {
        GroupReadPort reader = readers.get(index);
        Bool blocked = bool(false);
        for (GroupReadPort earlier : readers.subList(0, index)) {
            for (int bank = 0; bank < banks.size(); bank++) {
                Bool both = and(eq(reader.group, bank / reader.lanes), eq(earlier.group, bank / earlier.lanes));
                blocked = or(blocked, and(earlier.valid, both));
            }
        }
        return blocked;
    }

    private void select(int index, List<Bool> ready) {
        BufferBank bank = banks.get(index);
        Bool enable = bool(false);
        UInt address = readers.get(0).address;
        for (int i = readers.size() - 1; i >= 0; i--) {
            GroupReadPort reader = readers.get(i);
            Bool mine = and(reader.valid, ready.get(i), eq(reader.group, index / reader.lanes));
            enable = or(enable, mine);
            address = i == readers.size() - 1 ? reader.address : mux(mine, reader.address, address);
        }
        assign(bank.readEnable, enable);
        assign(bank.readAddress, fit(address, bank.readAddress));
    }

    private void deliver(GroupReadPort reader, int index) {
        if (reader.groups == 1) {
            for (int lane = 0; lane < reader.lanes; lane++) {
                assign(reader.data.get(lane), banks.get(lane).readData);
            }
            return;
        }
        UInt group = delay("group_" + index, reader.group, ReadPort.LATENCY);
        for (int lane = 0; lane < reader.lanes; lane++) {
            int first = lane;
            List<Bits> choices = list(reader.groups, g -> banks.get(g * reader.lanes + first).readData);
            assign(reader.data.get(lane), muxByIndex(choices, group));
        }
    }
}
