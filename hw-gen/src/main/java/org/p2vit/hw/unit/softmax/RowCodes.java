// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The third pass of one pipe: codes from the kept numbers and the factor of their row. Takes a word per cycle; the codes follow
 * {@link Coding#latency} cycles later.
 */
abstract class RowCodes extends HwModule {
    final Bool valid = in(bool());
    final Bits kept;
    final Bits factor;
    /** Null, as {@code lastKey}, where the coding need not know. */
    final Bool last;

    final UInt lastKey;
    final Bits codes;
    /** Index n: whether a word was taken n cycles ago. */
    protected final List<Bool> stages;

    RowCodes(int word, Coding coding) {
        kept = in(bits(coding.keptBits * word));
        factor = in(bits(coding.codeFactorBits));
        last = coding.needsLastKey() ? in(bool()) : null;
        lastKey = coding.needsLastKey() ? in(uint(indexWidth(word))) : null;
        codes = out(bits(coding.codeBits * word));
        stages = new ArrayList<>(List.of(valid));
        for (int stage = 1; stage < coding.latency; stage++) {
            stages.add(named("valid_" + stage, regNext(stages.get(stage - 1), false)));
        }
    }
}
