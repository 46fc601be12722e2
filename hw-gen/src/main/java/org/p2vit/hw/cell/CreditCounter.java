// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.function.Supplier;
import org.p2vit.hw.dsl.HwArea;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * How many of a limited number are taken: places of a queue that are promised, slots, bursts under way. What is taken or returned in a cycle
 * counts from the next one on; one of each in the same cycle leaves the number alone.
 *
 * <p>An area, not a module: its register has the area's name. It guards nothing. Who takes without {@link #room}, or returns what is not taken,
 * makes it wrap, in hardware as in simulation, and it is wrong from then on; so {@code taken} of {@link #count} must imply {@code room}, unless it
 * is known otherwise that there is some.
 */
public final class CreditCounter extends HwArea {
    private final int capacity;
    private final boolean countsTaken;
    private final UInt count;

    private CreditCounter(int capacity, boolean countsTaken) {
        check(capacity >= 1, "a credit counter needs a capacity of 1 or more, not " + capacity);
        this.capacity = capacity;
        this.countsTaken = countsTaken;
        count = whole(reg(uint(indexWidth(capacity + 1)), countsTaken ? 0 : capacity));
    }

    /** Its register holds the number that is taken, at first 0. */
    public static CreditCounter taken(int capacity) {
        return new CreditCounter(capacity, true);
    }

    /** Its register holds the number that is left, at first {@code capacity}: {@link #room} is a comparison with 0. */
    public static CreditCounter left(int capacity) {
        return new CreditCounter(capacity, false);
    }

    /** One can be taken. */
    public Bool room() {
        return countsTaken ? lt(count, capacity) : ne(count, 0);
    }

    /** One is taken. */
    public Bool some() {
        return countsTaken ? ne(count, 0) : lt(count, capacity);
    }

    /** None is taken. */
    public Bool none() {
        return eq(count, countsTaken ? 0 : capacity);
    }

    /** Says, once, in which cycles one is taken and in which one is returned. */
    public void count(Bool taken, Bool returned) {
        count(() -> taken, () -> returned);
    }

    /** As {@link #count(Bool, Bool)}, for expressions without a name, such as a stream's {@code fire()}: each is built twice. */
    public void count(Supplier<Bool> taken, Supplier<Bool> returned) {
        when(and(taken.get(), not(returned.get())), () -> move(countsTaken));
        when(and(returned.get(), not(taken.get())), () -> move(!countsTaken));
    }

    private void move(boolean up) {
        assign(count, up ? add(count, 1) : sub(count, 1));
    }
}
