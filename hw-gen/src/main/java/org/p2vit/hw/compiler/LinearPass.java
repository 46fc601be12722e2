// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.compiler.LinearEmitter.Job;
import org.p2vit.hw.compiler.LinearEmitter.Slice;
import org.p2vit.hw.compiler.LinearEmitter.Work;
import org.p2vit.hw.program.Command.Rows;

/** A linear layer on its way through groups of token rows: its slices are loaded with the first group and let go with the last. */
final class LinearPass {
    private final LinearEmitter linear;
    private final Job job;
    private final int from;
    private final List<Slice> loaded = new ArrayList<>();

    /** @param from the first output tile */
    LinearPass(LinearEmitter linear, Job job, int from) {
        this.linear = linear;
        this.job = job;
        this.from = from;
    }

    /** A group of rows, which begins at {@code tile}. */
    void emit(int tile, Rows rows, boolean last) {
        boolean first = loaded.isEmpty();
        int slices = first ? linear.slices(job, from) : loaded.size();
        int next = from;
        for (int i = 0; i < slices; i++) {
            if (first) {
                int outTiles = share(linear.outTiles(job) - next, slices - i);
                loaded.add(linear.load(job, next, outTiles));
                next += outTiles;
            }
            linear.emit(job, new Work(loaded.get(i), tile, rows, first, last));
        }
    }

    /** One of {@code parts} parts of {@code outTiles}; output tiles that share weight words stay together. */
    private int share(int outTiles, int parts) {
        int shared = linear.step(job);
        return Math.min(outTiles, Layout.ceilDiv(outTiles, shared) / parts * shared);
    }
}
