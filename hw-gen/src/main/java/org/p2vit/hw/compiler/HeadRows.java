// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.Unit;

/**
 * Token rows of an attention head.
 *
 * @param number of the head in its block
 * @param last whether it is the block's last head
 * @param place which of the places for a head's tensors it has
 * @param tokens how many heads must have left their places before
 * @param tile the first token tile
 * @param rows from there on
 * @param ends whether these are the last rows
 */
record HeadRows(HeadForm form, int number, boolean last, int place, int tokens, int tile, int rows, boolean ends) {
    /** All rows. */
    static HeadRows all(HeadForm form, int number, boolean last, RingAllocator.Allocation place) {
        return new HeadRows(form, number, last, place.address(), place.tokens(), 0, form.queries(), true);
    }

    boolean first() {
        return tile == 0;
    }

    HeadRows rows(int firstTile, int count, boolean theLast) {
        return new HeadRows(form, number, last, place, tokens, firstTile, count, theLast);
    }

    /** Rows of a token × token matrix of the head. */
    TensorSlice matrix(Unit unit, String tensor, int tokenTile) {
        return form.matrix(unit, tensor, number, tile * tokenTile, rows);
    }

    /** Rows of the head's channels of a tensor of all heads. */
    TensorSlice channels(Unit unit, String tensor, int tokenTile) {
        return form.results(unit, tensor, tile * tokenTile, rows);
    }
}
