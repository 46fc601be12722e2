// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Optional;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RequantCommand.Destination;
import spinal.core.Bool;
import spinal.core.UInt;

/** The part of a REQUANT command that is the same for all its row groups. */
final class RequantOptions extends HwBundle {
    public final boolean divides;
    public final Bool residual = bool();
    public final Bool gelu = bool();
    /** No parameters: bias 0 and {@code shift} for all outputs. */
    public final Bool immediate = bool();
    /** Accumulators are divided by the sum of their row's weights, where that can be done. */
    public final Optional<Bool> divide;

    public final UInt destination = uint(RequantCommand.DESTINATION.field().bits());
    public final UInt shift = uint(RequantCommand.SHIFT.bits());
    /** j of GELU. */
    public final UInt geluShift = uint(RequantCommand.GELU_SHIFT.bits());
    /** These are the first outputs of their rows. */
    public final Bool firstOutputs = bool();

    RequantOptions(boolean divides) {
        this.divides = divides;
        divide = optional(divides, () -> bool());
    }

    void load(CommandWord command) {
        assign(residual, command.has(RequantCommand.RESIDUAL));
        assign(gelu, command.has(RequantCommand.GELU));
        assign(immediate, command.has(RequantCommand.IMMEDIATE));
        divide.ifPresent(asked -> assign(asked, command.has(RequantCommand.DIVIDE)));
        assign(destination, command.get(RequantCommand.DESTINATION.field()));
        assign(shift, command.get(RequantCommand.SHIFT));
        assign(geluShift, command.get(RequantCommand.GELU_SHIFT));
        assign(firstOutputs, bit(command.get(RequantCommand.FIRST_OUTPUTS), 0));
    }

    /** Whether words have exponents of their own. */
    Bool hasExponents() {
        return or(gelu, to(Destination.RES));
    }

    Bool toSoftmax() {
        return to(Destination.SOFTMAX);
    }

    Bool to(Destination wanted) {
        return eq(destination, wanted.code());
    }
}
