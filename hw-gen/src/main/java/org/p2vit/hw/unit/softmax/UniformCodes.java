// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import spinal.core.Bits;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * {@code c = min(127, roundShift(p·R, 23))} (numeric contract §5.3), a multiplier a lane. Where no key is p is 0, and so is the code.
 */
final class UniformCodes extends RowCodes {
    static final int LATENCY = 2 + RoundShift.LATENCY;
    private static final int CODE_BITS = 8;
    private static final int SHIFT = 23;
    private static final int LARGEST = 127;
    /** p·R < 2^30, and a sign. */
    private static final int PRODUCT_BITS = 31;

    UniformCodes(int word) {
        super(word, Coding.UNIFORM);
        SInt reciprocal = positive(factor);
        List<UInt> found = new ArrayList<>();
        for (int key = 0; key < word; key++) {
            SInt exponential = positive(word(kept, key, ExponentialLane.EXPONENTIAL_BITS));
            SInt exact = resize(mul(exponential, reciprocal), PRODUCT_BITS);
            SInt product = named("product_" + key, regNextWhen(exact, valid));
            RoundShift rounding = named("rounding_" + key, inst(new RoundShift(PRODUCT_BITS)));
            assign(rounding.value, product);
            assign(rounding.shift, SHIFT);
            assign(rounding.advance.get(0), stages.get(1));
            assign(rounding.advance.get(1), stages.get(2));
            UInt whole = asUInt(rounding.result);
            UInt code = mux(gt(whole, LARGEST), LARGEST, resize(whole, CODE_BITS));
            found.add(named("code_" + key, regNextWhen(code, stages.get(LATENCY - 1))));
        }
        assign(codes, pack(found));
    }

    private static SInt positive(Bits number) {
        return asSInt(resize(number, width(number) + 1));
    }
}
