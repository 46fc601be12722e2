// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.NormCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedNorm;

/** Emits LayerNorms; their parameters rotate through a ring of their own. */
final class NormEmitter {
    private final ProgramBuilder program;
    private final Layout layout;
    private final RowHandover handover;
    private final RingAllocator parameters;

    NormEmitter(ProgramBuilder program, Layout layout, RowHandover handover, int parameterGroups) {
        this.program = program;
        this.layout = layout;
        this.handover = handover;
        this.parameters = new RingAllocator("norm parameter buffer", parameterGroups);
    }

    /** Comes before each image. */
    void begin() {
        parameters.restart();
    }

    /**
     * @param slice {@code rows} of the tensor that the results are
     * @param rotation the results of row t go to bank (t + rotation) mod T
     * @param needed counts the rows of the stream, unless NONE
     * @param written counts the rows
     * @param streamUsed is given a token at the end, unless NONE
     */
    void emit(
            QuantizedNorm norm,
            TensorSlice slice,
            StridedAddress stream,
            StridedAddress to,
            RowRange rows,
            int rotation,
            Semaphore needed,
            Semaphore written,
            Semaphore streamUsed) {
        int words = layout.words(norm.dim());
        RingAllocator.Allocation groups = parameters.allocate(words, norm.name());
        program.load(
                program.constant(new ProgramBuilder.Key(norm, 0, words), () -> layout.normParameters(norm)),
                LoadCommand.Destination.NRP,
                groups.address(),
                groups.tokens(),
                Semaphore.NORM_PARAMETERS_FREE,
                Semaphore.NORM_PARAMETERS_LOADED);
        Sync sync = Sync.FREE
                .after(Semaphore.NORM_PARAMETERS_LOADED)
                .signalEnd(Semaphore.NORM_PARAMETERS_FREE)
                .signalEnd(streamUsed);
        sync = handover.give(handover.take(sync, needed), written);
        program.add(
                NormCommand.of(to, stream, rows, rotation, words, groups.address(), norm.dim(), norm.shift(), sync),
                slice);
        handover.close(Unit.NORM, written);
    }
}
