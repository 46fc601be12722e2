// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.VitShape;

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
record HeadRows(
        QuantizedAttention attention,
        String block,
        int number,
        boolean last,
        int place,
        int tokens,
        int tile,
        int rows,
        boolean ends) {
    boolean first() {
        return tile == 0;
    }

    HeadRows rows(int firstTile, int count, boolean theLast) {
        return new HeadRows(attention, block, number, last, place, tokens, firstTile, count, theLast);
    }

    /** Rows of a token × token matrix of the head. */
    TensorSlice matrix(Unit unit, String tensor, VitShape shape, int tokenTile) {
        return TensorSlice.of(unit, block + tensor, shape, tile * tokenTile, rows, 0, shape.tokens(), number);
    }

    /** Rows of the head's channels of a tensor of all heads. */
    TensorSlice channels(Unit unit, String tensor, VitShape shape, int tokenTile) {
        int size = shape.headDim();
        return TensorSlice.of(unit, block + tensor, shape, tile * tokenTile, rows, number * size, size, -1);
    }
}
