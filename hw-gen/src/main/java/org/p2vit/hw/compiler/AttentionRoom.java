// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.List;
import org.p2vit.hw.config.AttentionKind;

/** What attention takes on chip, and who works on it there, by the kind of machine. Words are those of a token row unless it says otherwise. */
interface AttentionRoom {
    static AttentionRoom of(AttentionKind attention) {
        return attention == AttentionKind.SHIFT ? new ShiftedRoom() : new MultipliedRoom();
    }

    /** In ACT: queries of all heads on chip, and their codes where they have no buffer of their own. */
    int rowWords(int headWords, int codeWords);

    /** In WGT: matrices of {@code tokens x head dimension}, as many as keys have. */
    int weightMatrices();

    /** What these are. */
    String weights();

    /** Address of the codes, in their buffer or behind the queries. */
    int codeBase(int queryBase, int tiles, int headWords);

    /** What is in buffers that only this kind of machine has. */
    List<BufferPlan.Need> needs(int tiles, int headWords, int codeWords);

    AttentionValues values(
            ProgramBuilder program, Layout layout, BufferPlan plan, RowHandover handover, Overlap overlap);
}
