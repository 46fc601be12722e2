// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.program.RequantCommand;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Cuts the words of a parameter group (architecture §4) into bias, residual shift and shift of each output, each for its stage of {@link RequantLane}; the
 * bias has the half in it that rounds. {@code immediate}: that half alone and {@code immediateShift} for all.
 */
final class RequantParameters extends HwModule {
    /** Banks of the parameter buffer. */
    static final int BANKS = BufferTable.PARAMETER_BANKS;

    private static final int SHIFT_WORD = 4;
    private static final int RESIDUAL_SHIFT_WORD = 5;

    public final List<Bits> group;
    public final Bool immediate = in(bool());
    public final UInt immediateShift = in(uint(5));
    public final List<Bits> bias;
    public final List<UInt> residualShift;
    public final List<UInt> shift;

    RequantParameters(int word) {
        group = list(BANKS, bank -> in(bits(8 * word)));
        bias = list(word, o -> out(bits(RequantLane.SUM_BITS)));
        residualShift = list(word, o -> out(uint(RequantLane.RESIDUAL_SHIFT_BITS)));
        shift = list(word, o -> out(uint(5)));
        for (int o = 0; o < word; o++) {
            int output = o;
            Bits stored = pack(list(RequantLane.SUM_BITS / 8, b -> word(group.get(b), output, 8)));
            Bits halfAlone = bits(RequantLane.SUM_BITS, RequantCommand.BIAS_ROUNDING);
            UInt storedShift = shiftOf(SHIFT_WORD, o, 5);
            assign(bias.get(o), delay("bias_" + o, mux(immediate, halfAlone, stored), RequantLane.BIAS_STAGE));
            assign(residualShift.get(o), shiftOf(RESIDUAL_SHIFT_WORD, o, RequantLane.RESIDUAL_SHIFT_BITS));
            UInt chosen = mux(immediate, immediateShift, storedShift);
            assign(shift.get(o), delay("shift_" + o, chosen, RequantLane.ACCUMULATOR_STAGE));
        }
    }

    private UInt shiftOf(int bank, int output, int bits) {
        return asUInt(slice(word(group.get(bank), output, 8), bits - 1, 0));
    }
}
