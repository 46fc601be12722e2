// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/** The second pass of one pipe: from a word of logits per cycle and the row's maximum to codes. */
abstract class CodeRow extends HwModule {
    final Bool valid = in(bool());
    final Bits logits;
    final SInt maximum = in(sint(8));
    final UInt shift = in(uint(5));
    final Bool last = in(bool());
    final UInt lastKey;
    final Bits codes;
    /** Begins with a word. */
    protected final ValidPipeline stages;

    CodeRow(int word, int codeBits, int lastStage) {
        logits = in(bits(8 * word));
        lastKey = in(uint(indexWidth(word)));
        codes = out(bits(codeBits * word));
        stages = named("valid", new ValidPipeline(valid, lastStage));
    }
}
