// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.Command.Destination;
import spinal.core.Bool;
import spinal.core.UInt;

/** The part of a REQUANT command that is the same for all its row groups. */
final class RequantOptions extends HwBundle {
    public final AttentionKind attention;
    public final Bool residual = bool();
    public final Bool gelu = bool();
    /** No parameters: bias 0 and {@code shift} for all outputs. */
    public final Bool immediate = bool();
    /** Accumulators are divided by the sum of their row's weights; null where attention does not need it. */
    public final Bool divide;

    public final UInt destination = uint(3);
    public final UInt shift = uint(5);

    RequantOptions(AttentionKind attention) {
        this.attention = attention;
        divide = attention == AttentionKind.MULTIPLY ? bool() : null;
    }

    void load(CommandWord command) {
        assign(residual, command.flag(0));
        assign(gelu, command.flag(1));
        assign(immediate, command.flag(2));
        if (divide != null) {
            assign(divide, command.flag(3));
        }
        assign(destination, command.field(0, 14, 12));
        assign(shift, command.field(6, 4, 0));
    }

    Bool toSoftmax() {
        return to(Destination.REQUANT_SOFTMAX);
    }

    Bool to(int place) {
        return eq(destination, place);
    }
}
