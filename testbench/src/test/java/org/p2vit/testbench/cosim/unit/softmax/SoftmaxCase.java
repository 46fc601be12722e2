// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.softmax;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.VerilatedModel;

/** A SOFTMAX unit under test. */
public record SoftmaxCase(ArrayShape shape, AttentionKind attention) {
    static final LaneFormat SUM = new LaneFormat(24, false);

    static Stream<SoftmaxCase> all() {
        return Arrays.stream(AttentionKind.values())
                .flatMap(attention -> ArrayShape.all().map(shape -> new SoftmaxCase(shape, attention)));
    }

    LaneFormat format() {
        return attention == AttentionKind.SHIFT ? LaneFormat.UINT4 : LaneFormat.UINT8;
    }

    VerilatedModel build(int maxTokens) {
        int bits = format().bits() * shape.word() * shape.lanes();
        TapSpec words = new TapSpec("words", "unit.tapValid", "unit.tapData", bits);
        TapSpec sums = new TapSpec("sums", "unit.tapSumsValid", "unit.tapSums", SUM.bits() * shape.lanes());
        List<TapSpec> taps = attention == AttentionKind.SHIFT ? List.of(words) : List.of(words, sums);
        return shape.build(
                "Softmax%d%s".formatted(maxTokens, attention),
                () -> SoftmaxTop.of(this, maxTokens),
                taps.toArray(TapSpec[]::new));
    }
}
