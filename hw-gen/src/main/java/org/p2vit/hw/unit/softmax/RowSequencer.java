// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The second pass: reads the logits of arrived tiles row group by row group, one word per cycle, and describes the row group. Row
 * groups without a row inside the command are skipped.
 */
final class RowSequencer extends HwModule {
    /** One more tile has all its maxima. */
    final Bool tileArrived = in(bool());

    final TileContext context;
    /** A word can be taken. */
    final Bool room = in(bool());

    final UInt slot = out(reg(uint(indexWidth(SoftmaxShape.SLOTS)), 0));
    /** The last logits of the tile are read. */
    final Bool release = out(bool());

    final Bool read = out(bool());
    final UInt rowGroup;
    final UInt word;
    final Bool last = out(bool());
    /** The row group that is being read. */
    final RowDescriptor row;

    private final CreditCounter waiting = CreditCounter.taken(SoftmaxShape.SLOTS);

    RowSequencer(SoftmaxShape shape) {
        context = in(new TileContext(shape));
        rowGroup = out(reg(uint(indexWidth(shape.groups())), 0));
        word = out(reg(uint(shape.wordBits()), 0));
        row = out(new RowDescriptor(shape));

        int pipeBits = Integer.numberOfTrailingZeros(shape.pipes());
        int tileBits = indexWidth(shape.tokenTile());
        UInt lastGroup = shape.groups() == 1 ? uint(1, 0) : slice(context.lastRow, tileBits - 1, pipeBits);
        Bool atLastGroup = named("atLastGroup", eq(rowGroup, lastGroup));
        assign(last, eq(word, context.lastWord));
        assign(read, and(waiting.some(), room));
        assign(release, and(read, last, atLastGroup));
        when(read, () -> {
            assign(word, add(word, 1));
            when(last, () -> {
                assign(word, 0);
                assign(rowGroup, add(rowGroup, 1));
            });
        });
        when(release, () -> {
            assign(rowGroup, 0);
            assign(slot, add(slot, 1));
        });
        waiting.count(tileArrived, release);

        assign(row.address, context.address);
        row.divisorAddress.ifPresent(divisors -> assign(divisors, context.divisorAddress.orElseThrow()));
        assign(row.group, rowGroup);
        UInt lastPipe = pipeBits == 0 ? uint(1, 0) : slice(context.lastRow, pipeBits - 1, 0);
        for (int pipe = 0; pipe < shape.pipes(); pipe++) {
            // A group without any row is skipped, so its first row is always inside.
            assign(bit(row.rows, pipe), pipe == 0 ? bool(true) : or(not(atLastGroup), ge(lastPipe, pipe)));
        }
        assign(row.endsTile, atLastGroup);
        assign(row.endsCommand, and(atLastGroup, context.endsCommand));
    }
}
