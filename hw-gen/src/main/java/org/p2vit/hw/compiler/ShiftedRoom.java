// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.List;
import org.p2vit.hw.program.Buffer;

/** A·V by shifts: values and codes have buffers of their own. */
final class ShiftedRoom implements AttentionRoom {
    /** Heads whose tensors are on chip at the same time. */
    static final int HEADS = 2;

    @Override
    public int rowWords(int headWords, int codeWords) {
        return HEADS * headWords;
    }

    @Override
    public int weightMatrices() {
        return HEADS;
    }

    @Override
    public String weights() {
        return "keys of two heads";
    }

    @Override
    public int codeBase(int queryBase, int tiles, int headWords) {
        return 0;
    }

    @Override
    public List<BufferPlan.Need> needs(int tiles, int headWords, int codeWords) {
        return List.of(
                new BufferPlan.Need(Buffer.VAL, "value words", HEADS * tiles * headWords),
                new BufferPlan.Need(Buffer.CODE, "attention code words", HEADS * tiles * codeWords));
    }

    @Override
    public AttentionValues values(
            ProgramBuilder program, Layout layout, BufferPlan plan, RowHandover handover, Overlap overlap) {
        return new ShiftedValues(program, layout, plan, handover, overlap);
    }
}
