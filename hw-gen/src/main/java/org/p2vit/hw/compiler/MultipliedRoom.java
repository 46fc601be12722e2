// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.List;

/** A·V on the multipliers: codes are activations, and values stand behind the keys. */
final class MultipliedRoom implements AttentionRoom {
    /** Heads whose tensors are on chip at the same time. */
    static final int HEADS = 1;

    @Override
    public int rowWords(int headWords, int codeWords) {
        return HEADS * (headWords + codeWords);
    }

    @Override
    public int weightMatrices() {
        return 2 * HEADS;
    }

    @Override
    public String weights() {
        return "keys and values of a head";
    }

    @Override
    public int codeBase(int queryBase, int tiles, int headWords) {
        return queryBase + tiles * headWords;
    }

    @Override
    public List<BufferPlan.Need> needs(int tiles, int headWords, int codeWords) {
        return List.of();
    }

    @Override
    public AttentionValues values(
            ProgramBuilder program, Layout layout, BufferPlan plan, RowHandover handover, Overlap overlap) {
        return new MultipliedValues(program, layout, plan, handover, overlap);
    }
}
