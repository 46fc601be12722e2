// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The banks of a buffer and their write side (architecture §2). The urgent writer is never refused; the others wait in the
 * cycles in which their bank is taken by a writer before them. Subclasses add the read side.
 */
abstract class BankedBuffer extends HwModule {
    public final Bool urgentValid;
    public final GroupWrite urgent;
    public final List<HwStream<GroupWrite>> writers;
    protected final List<BufferBank> banks;

    protected BankedBuffer(BufferShape shape) {
        check(
                shape.urgentLanes() == 0 || shape.banks() % shape.urgentLanes() == 0,
                shape.urgentLanes() + " urgent lanes do not divide " + shape.banks() + " banks");
        int lanes = shape.urgentLanes();
        urgentValid = lanes == 0 ? null : in(bool());
        urgent = lanes == 0 ? null : in(new GroupWrite(lanes, shape.banks() / lanes, shape.wordBits()));
        writers = list(shape.writers(), i -> slave(stream(() -> new GroupWrite(1, shape.banks(), shape.wordBits()))));
        banks = list(shape.banks(), i -> inst(new BufferBank(shape.wordBits(), shape.depth(), shape.style())));
        List<List<Bool>> accepted = list(shape.writers(), i -> new ArrayList<>());
        for (int b = 0; b < shape.banks(); b++) {
            arbitrate(b, accepted);
        }
        for (int i = 0; i < shape.writers(); i++) {
            HwStream<GroupWrite> writer = writers.get(i);
            assign(writer.ready, any(accepted.get(i)));
        }
    }

    private void arbitrate(int index, List<List<Bool>> accepted) {
        BufferBank bank = banks.get(index);
        Bool taken = named("taken_" + index + "_urgent", bool());
        UInt address;
        Bits data;
        if (urgent == null) {
            assign(taken, false);
            address = uint(16, 0);
            data = constantLike(bank.writeData, 0);
        } else {
            Bool group = eq(urgent.group, index / urgent.lanes);
            assign(taken, and(urgentValid, group, bit(urgent.mask, index % urgent.lanes)));
            address = urgent.address;
            data = urgent.data.get(index % urgent.lanes);
        }
        Bool enable = taken;
        for (int i = 0; i < writers.size(); i++) {
            HwStream<GroupWrite> writer = writers.get(i);
            Bool wants = and(writer.valid, eq(writer.payload.group, index));
            Bool grant = named("grant_" + index + "_" + i, and(wants, not(enable)));
            accepted.get(i).add(grant);
            address = mux(grant, writer.payload.address, address);
            data = mux(grant, writer.payload.data.get(0), data);
            enable = or(enable, grant);
        }
        assign(bank.writeEnable, enable);
        assign(bank.writeAddress, fit(address, bank.writeAddress));
        assign(bank.writeData, data);
    }

    /** Buffer addresses travel as 16 bits; a bank uses as many as its depth needs. */
    protected static UInt fit(UInt address, UInt target) {
        return resize(address, width(target));
    }
}
