// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One token row: {@code word} channels that share the row's codes, and the sum of the row's weights. A step is taken in each cycle with {@code valid}; the sums that
 * include it stand {@link ShiftLane#stages} cycles later. {@code first} starts new sums.
 */
final class ShiftRow extends HwModule {
    private static final int CODE_BITS = 4;
    private static final int ZERO_CODE = NumericContract.SOFTMAX_ZERO_CODE;

    final Bool valid = in(bool());
    final Bool first = in(bool());
    final List<UInt> codes;
    final List<Bits> values;
    final List<SInt> sums;
    /** Z. */
    final UInt weightSum = out(uint(WeightLane.SUM_BITS));

    /** For {@code keys} keys a step; a value word holds {@code word} channels. */
    ShiftRow(int keys, int word) {
        codes = list(keys, key -> in(uint(CODE_BITS)));
        values = list(keys, key -> in(bits(8 * word)));
        sums = list(word, channel -> out(sint(ShiftLane.SUM_BITS)));

        int stages = ShiftLane.stages(keys);
        ValidPipeline advance = named("advance", new ValidPipeline(valid, stages - 1));
        Bool firstLate = delay("first", first, stages - 1);
        List<UInt> fine = new ArrayList<>();
        List<UInt> coarse = new ArrayList<>();
        List<Bool> zero = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            UInt inverse = not(codes.get(key));
            fine.add(slice(inverse, 1, 0));
            coarse.add(named("coarse_" + key, advance.hold(slice(inverse, 3, 2), 0)));
            zero.add(named("zero_" + key, eq(codes.get(key), ZERO_CODE)));
        }
        List<ShiftLane> lanes = new ArrayList<>();
        for (int channel = 0; channel < word; channel++) {
            ShiftLane lane = named("lane_" + channel, inst(new ShiftLane(keys)));
            for (int key = 0; key < keys; key++) {
                assign(lane.values.get(key), asSInt(word(values.get(key), channel, 8)));
            }
            assign(sums.get(channel), lane.sum);
            lanes.add(lane);
        }
        WeightLane weights = named("weights", inst(new WeightLane(keys)));
        assign(weightSum, slice(asUInt(weights.sum), WeightLane.SUM_BITS - 1, 0));
        lanes.add(weights);
        for (ShiftLane lane : lanes) {
            for (int key = 0; key < keys; key++) {
                assign(lane.fine.get(key), fine.get(key));
                assign(lane.coarse.get(key), coarse.get(key));
                assign(lane.zero.get(key), zero.get(key));
            }
            advance.enable(lane.advance, 0);
            assign(lane.first, firstLate);
        }
    }
}
