// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RequantCommand.Destination;
import spinal.core.Bool;
import spinal.core.UInt;

/** The output tiles of a token tile follow each other word by word or, where rows go across banks, a stride apart. Tiles have divisors. */
final class StridedOutputs extends OutputPlaces {
    /** Words from the tile's first to the present output. */
    private final UInt outputOffset = named("outputOffset", reg(uint(16)));

    private final UInt divisorTile = named("divisorTile", reg(uint(16)));

    @Override
    Bool columns(RequantOptions options) {
        return options.to(Destination.WGT_TRANSPOSED);
    }

    @Override
    void advance(Bool columns, UInt stride, Bool lastGroup, Bool tileEnd) {
        UInt next = add(outputOffset, mux(columns, stride, uint(16, 1)));
        when(lastGroup, () -> assign(outputOffset, mux(tileEnd, 0, next)));
        when(tileEnd, () -> assign(divisorTile, add(divisorTile, 1)));
    }

    @Override
    UInt offset(UInt output) {
        return outputOffset;
    }

    @Override
    void describe(RequantStep step) {
        assign(step.divisorAddress.orElseThrow(), divisorTile);
    }

    @Override
    void load(CommandWord operands) {
        assign(outputOffset, 0);
        assign(divisorTile, operands.get(RequantCommand.DIVISORS));
    }
}
