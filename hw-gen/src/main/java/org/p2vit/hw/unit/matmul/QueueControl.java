// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwArea;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Where an {@link AccumulatorQueue} writes and reads. It has several of these, which always say the same: each drives the memories and registers of
 * some rows.
 */
final class QueueControl extends HwArea {
    final UInt group;
    /** The register behind the memories holds a row group. */
    final Bool loaded = reg(bool(), false);

    /** It takes one. */
    final Bool load;

    private final UInt writePointer;
    private final UInt readPointer;
    private final int index;

    /** With a power of two of {@code slots}, each of {@code groups} row groups or, as {@link #advance} is told, less. */
    QueueControl(int slots, int groups, Bool push, Bool ready) {
        index = indexWidth(slots);
        // One bit more than the index tells a full queue from an empty one.
        writePointer = reg(uint(index + 1), 0);
        readPointer = reg(uint(index + 1), 0);
        group = reg(uint(indexWidth(groups)), 0);
        when(push, () -> assign(writePointer, add(writePointer, 1)));
        load = and(ne(writePointer, readPointer), or(not(loaded), ready));
        when(ready, () -> assign(loaded, false));
    }

    UInt writeSlot() {
        return slice(writePointer, index - 1, 0);
    }

    UInt readSlot() {
        return slice(readPointer, index - 1, 0);
    }

    Bool atGroup(int number) {
        return eq(group, number);
    }

    /** Goes on with what is taken: {@code lastGroup} ends a slot. */
    void advance(Bool lastGroup) {
        when(load, () -> {
            assign(loaded, true);
            assign(group, mux(lastGroup, 0, add(group, 1)));
        });
        when(and(load, lastGroup), () -> assign(readPointer, add(readPointer, 1)));
    }
}
