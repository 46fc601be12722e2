// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.port.CommandWord;
import spinal.core.Bool;
import spinal.core.UInt;

/** The output tiles of a token tile follow each other word by word. */
final class ConsecutiveOutputs extends OutputPlaces {
    @Override
    Bool columns(RequantOptions options) {
        return bool(false);
    }

    @Override
    void advance(Bool columns, UInt stride, Bool lastGroup, Bool tileEnd) {
        // Their number says where they are.
    }

    @Override
    UInt offset(UInt output) {
        return resize(output, 16);
    }

    @Override
    void describe(RequantStep step) {
        // There is no more.
    }

    @Override
    void load(CommandWord operands) {
        // There is no more.
    }
}
