// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.program.RowRange;

/** Token tiles {@code from … to − 1}. */
record TileRange(int from, int to) {
    int count() {
        return to - from;
    }

    /** At most {@code parts} ranges of about the same size, none empty. */
    List<TileRange> split(int parts) {
        List<TileRange> ranges = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            TileRange range = new TileRange(from + count() * part / parts, from + count() * (part + 1) / parts);
            if (range.count() > 0) {
                ranges.add(range);
            }
        }
        return ranges;
    }

    /** The rows of these tiles, of {@code tokens} rows in all. */
    RowRange rows(int tokenTile, int tokens) {
        return new RowRange(0, Math.min(count() * tokenTile, tokens - from * tokenTile));
    }
}
