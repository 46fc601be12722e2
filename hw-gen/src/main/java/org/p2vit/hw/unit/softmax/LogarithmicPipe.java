// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

/** A pipe whose second pass makes the codes: they stand {@link #LATENCY} cycles behind {@code read}. */
final class LogarithmicPipe extends SoftmaxPipe {
    static final int LATENCY = READ_LATENCY + LogarithmicRow.LATENCY;

    private final LogarithmicRow row;

    LogarithmicPipe(SoftmaxShape shape) {
        super(shape);
        row = inst(new LogarithmicRow(shape.word()));
        give(row);
    }
}
