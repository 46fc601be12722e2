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

    /** What a bank writes in this cycle, as far as the writers so far decide, and whether one of them wants it. */
    private record Choice(Bool wanted, Bool enable, UInt address, Bits data) {}

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
        List<Choice> choices = list(shape.banks(), this::firstChoice);
        for (int i = 0; i < writers.size(); i++) {
            choices = grant(i, choices);
        }
        for (int b = 0; b < shape.banks(); b++) {
            BufferBank bank = banks.get(b);
            Choice choice = choices.get(b);
            assign(bank.writeEnable, choice.enable());
            assign(bank.writeAddress, fit(choice.address(), bank.writeAddress));
            assign(bank.writeData, choice.data());
            bank.writeBytes.ifPresent(this::choose);
            bank.fresh.ifPresent(
                    fresh -> assign(fresh, first.orElseThrow().fresh.orElseThrow()));
        }
    }

    private void choose(Bits bytes) {
        FirstWriter writer = first.orElseThrow();
        fill(bytes);
        when(writer.columns.orElseThrow(), () -> assign(bytes, writer.columnBytes()));
    }

    private Choice firstChoice(int bank) {
        Bool taken = named("taken_" + bank + "_priority", bool());
        assign(taken, first.map(writer -> writer.takes(bank)).orElseGet(() -> bool(false)));
        return new Choice(
                taken,
                taken,
                first.map(writer -> writer.write.address).orElseGet(() -> uint(16, 0)),
                first.map(writer -> writer.data(bank)).orElseGet(() -> constantLike(banks.get(bank).writeData, 0)));
    }

    /**
     * Lets a writer write if none of its banks is wanted by one before it, all of them at once. Its {@code ready} does not look at its {@code valid}:
     * a stream may come straight from the bus, and AXI4 allows no path from an input to an output.
     */
    private List<Choice> grant(int index, List<Choice> before) {
        HwStream<GroupWrite> writer = writers.get(index);
        GroupWrite wanted = writer.payload;
        List<Bool> chosen = list(banks.size(), bank -> {
            Bool group = eq(wanted.group, bank / wanted.lanes);
            return wanted.lanes == 1 ? group : and(group, bit(wanted.mask, bank % wanted.lanes));
        });
        Bool refused = any(list(
                banks.size(), bank -> and(chosen.get(bank), before.get(bank).wanted())));
        assign(writer.ready, not(refused));
        return list(banks.size(), bank -> {
            // A writer of one bank need not know of the others.
            Bool free = wanted.lanes == 1 ? not(before.get(bank).wanted()) : writer.ready;
            Bool grant = named("grant_" + bank + "_" + index, and(and(writer.valid, chosen.get(bank)), free));
            return new Choice(
                    or(before.get(bank).wanted(), and(writer.valid, chosen.get(bank))),
                    or(before.get(bank).enable(), grant),
                    mux(grant, wanted.address, before.get(bank).address()),
                    mux(
                            grant,
                            wanted.data.get(bank % wanted.lanes),
                            before.get(bank).data()));
        });
    }

    /** Buffer addresses travel as 16 bits; a bank uses as many as its depth needs. */
    protected static UInt fit(UInt address, UInt target) {
        return resize(address, width(target));
    }
}
