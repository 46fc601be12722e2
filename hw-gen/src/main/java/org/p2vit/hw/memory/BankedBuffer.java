// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The banks of a buffer and their write side (architecture §2). The {@link FirstWriter} is never refused; the others wait in the
 * cycles in which one of their banks is wanted by a writer before them, whether or not that one has to wait itself: so who is refused does not depend on
 * who else is. Subclasses add the read side.
 */
public abstract class BankedBuffer extends HwModule {
    /** The writer that is never refused. */
    public final Optional<FirstWriter> first;

    public final List<HwStream<GroupWrite>> writers;
    protected final List<BufferBank> banks;

    protected BankedBuffer(BufferShape shape) {
        check(
                !shape.columns() || 8 * shape.banks() == shape.wordBits(),
                shape.banks() + " banks of words of " + shape.wordBits() + " bits have no columns");
        first = optional(shape.priorityLanes() > 0, () -> new FirstWriter(shape));
        writers = list(shape.writerLanes().size(), i -> {
            int width = shape.writerLanes().get(i);
            return slave(stream(() -> new GroupWrite(width, shape.banks() / width, shape.wordBits())));
        });
        banks = list(shape.banks(), i -> inst(new BufferBank(shape)));
        List<BankWriters> choices = list(shape.banks(), bank -> new BankWriters());
        first.ifPresent(writer -> take(writer, choices));
        for (int i = 0; i < writers.size(); i++) {
            grant(i, choices);
        }
        for (int b = 0; b < shape.banks(); b++) {
            BufferBank bank = banks.get(b);
            BankWriters choice = choices.get(b);
            assign(bank.writeEnable, choice.enable());
            assign(bank.writeAddress, fit(choice.address(), bank.writeAddress));
            assign(bank.writeData, choice.data());
            int number = b;
            bank.writeBytes.ifPresent(bytes -> choose(bytes, number));
            bank.fresh.ifPresent(
                    fresh -> assign(fresh, first.orElseThrow().fresh.orElseThrow()));
        }
    }

    private void choose(Bits bytes, int bank) {
        FirstWriter writer = first.orElseThrow();
        fill(bytes);
        when(bit(writer.columns.orElseThrow(), bank), () -> assign(bytes, writer.columnBytes()));
    }

    private static void take(FirstWriter writer, List<BankWriters> choices) {
        for (int bank = 0; bank < choices.size(); bank++) {
            Bool taken = named("taken_" + bank + "_priority", bool());
            assign(taken, writer.takes(bank));
            choices.get(bank).add(taken, taken, writer.write.address, writer.data(bank));
        }
    }

    /**
     * Lets a writer write if none of its banks is wanted by one before it, all of them at once. Its {@code ready} does not look at its {@code valid}:
     * a stream may come straight from the bus, and AXI4 allows no path from an input to an output.
     */
    private void grant(int index, List<BankWriters> choices) {
        HwStream<GroupWrite> writer = writers.get(index);
        GroupWrite write = writer.payload;
        List<Bool> chosen = list(banks.size(), bank -> {
            Bool group = eq(write.group, bank / write.lanes);
            return write.lanes == 1 ? group : and(group, bit(write.mask, bank % write.lanes));
        });
        List<Bool> before = choices.stream().map(BankWriters::wanted).toList();
        Bool refused = any(list(banks.size(), bank -> and(chosen.get(bank), before.get(bank))));
        assign(writer.ready, not(refused));
        for (int bank = 0; bank < banks.size(); bank++) {
            // A writer of one bank need not know of the others.
            Bool free = write.lanes == 1 ? not(before.get(bank)) : writer.ready;
            Bool wants = and(writer.valid, chosen.get(bank));
            Bool grant = named("grant_" + bank + "_" + index, and(wants, free));
            choices.get(bank).add(wants, grant, write.address, write.data.get(bank % write.lanes));
        }
    }

    /** Buffer addresses travel as 16 bits; a bank uses as many as its depth needs. */
    protected static UInt fit(UInt address, UInt target) {
        return resize(address, width(target));
    }
}
