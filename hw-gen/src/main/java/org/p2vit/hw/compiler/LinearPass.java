// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.compiler.LinearEmitter.Work;
import org.p2vit.hw.compiler.LinearSlices.Slice;
import org.p2vit.hw.program.RowRange;

/** A linear layer on its way through groups of token rows: its slices are loaded with the first group and let go with the last. */
final class LinearPass {
    private final LinearEmitter linear;
    private final LinearSlices slices;
    private final LinearJob job;
    private final int from;
    private final List<Slice> loaded = new ArrayList<>();

    /** @param from the first output tile */
    LinearPass(LinearEmitter linear, LinearSlices slices, LinearJob job, int from) {
        this.linear = linear;
        this.slices = slices;
        this.job = job;
        this.from = from;
    }

    /** A group of rows, which begins at {@code tile}. */
    void emit(int tile, RowRange rows, boolean last) {
        boolean first = loaded.isEmpty();
        int count = first ? slices.count(job, from) : loaded.size();
        int next = from;
        for (int i = 0; i < count; i++) {
            if (first) {
                int outTiles = share(slices.outTiles(job) - next, count - i);
                loaded.add(slices.load(job, next, outTiles));
                next += outTiles;
            }
            linear.emit(job, new Work(loaded.get(i), tile, rows, first, last));
        }
    }

    /** One of {@code parts} parts of {@code outTiles}; output tiles that share weight words stay together. */
    private int share(int outTiles, int parts) {
        int shared = job.step();
        return Math.min(outTiles, Layout.ceilDiv(outTiles, shared) / parts * shared);
    }
}
