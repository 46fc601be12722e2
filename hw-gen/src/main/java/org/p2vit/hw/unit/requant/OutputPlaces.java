// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.port.CommandWord;
import spinal.core.Bool;
import spinal.core.UInt;

/** Where in a tile the outputs of a command go. A part of {@link RequantSequencer}, whose signals these are. */
abstract class OutputPlaces extends HwArea {
    /** Whether rows go across the banks of the destination. */
    abstract Bool columns(RequantOptions options);

    /**
     * Goes on to the next output, in a cycle that issues one.
     *
     * @param stride of the command's destination
     */
    abstract void advance(Bool columns, UInt stride, Bool lastGroup, Bool tileEnd);

    /** Words from the tile's first to that of {@code output}. */
    abstract UInt offset(UInt output);

    /** Adds to a step what it needs of the tile. */
    abstract void describe(RequantStep step);

    /** Begins a command. */
    abstract void load(CommandWord operands);
}
