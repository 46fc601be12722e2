// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.LimitConfig;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** A network of exactly the size that a configuration's limits promise, and what a network beyond them is told. */
class PromisedNetworkTests {
    static final List<String> NAMED = AcceleratorConfig.NAMED;

    @ParameterizedTest
    @FieldSource("NAMED")
    void theLargestNetworkCompiles(String name) {
        AcceleratorConfig config = AcceleratorConfig.load(name);
        LimitConfig limits = config.limits();
        int heads = limits.maxDim() / limits.maxHeadDim();
        assertThat(limits.maxDim() % limits.maxHeadDim()).isZero();
        for (int bits : new int[] {8, 4}) {
            VitShape shape = new VitShape(
                    1,
                    limits.maxTokens() - 1,
                    1,
                    1,
                    limits.maxDim(),
                    2,
                    heads,
                    config.array().word(),
                    config.buffers().logit().words() * config.array().word());
            Program program = NetworkCompiler.compile(
                    RandomQuantizedVit.ofAll(
                            shape, layer -> bits, config.attention().coding(), 1),
                    config);

            assertThat(program.shape().tokens()).isEqualTo(limits.maxTokens());
        }
    }

    /** Each limit by itself, one beyond it; the advice names the least value that is legal, or none. */
    @Test
    void whatIsBeyondALimitIsToldWhatCanBeDone() {
        AcceleratorConfig tiny = AcceleratorConfig.load("tiny");

        assertRefused(
                tiny, new VitShape(1, 80, 1, 1, 8, 1, 1, 8, 1), "needs 81 tokens but limits.maxTokens is 80; raise it");
        assertRefused(
                tiny,
                new VitShape(1, 1023, 1, 1, 8, 1, 1, 8, 1),
                "needs 1024 tokens but limits.maxTokens is 80; no configuration has more than 1023, so choose a smaller");
        assertRefused(
                tiny,
                new VitShape(1, 4, 1, 1, 2048, 1, 16, 8, 1),
                "needs 2048 dimensions but limits.maxDim is 96; no configuration has more than 1024, so choose a smaller");
        assertRefused(
                tiny,
                new VitShape(1, 4, 1, 1, 88, 1, 1, 8, 1),
                "needs 88 head dimensions but limits.maxHeadDim is 32; raise it");
        assertRefused(
                tiny,
                new VitShape(1, 64, 1, 1, 32, 1, 1, 4096, 1),
                "activation words but buffers.activation.words is 2048; raise it");
        assertRefused(
                tiny,
                new VitShape(1, 79, 1, 1, 32, 1, 1, 8184 * 2, 1),
                "no buffer has more than 65536, so choose a smaller network",
                "a command counts 1023 at most");
        assertRefused(
                tiny,
                new VitShape(1, 4, 1, 1, 8, 1, 1, 8, 129),
                "needs 17 logit rows but buffers.logit.words is 16; raise it");
        assertRefused(
                tiny,
                new VitShape(1, 4, 1, 1, 8, 1, 1, 8, 8 * 65536 + 1),
                "no buffer has more than 65536, so choose a smaller network");
    }

    private static void assertRefused(AcceleratorConfig config, VitShape shape, String... oneOf) {
        assertThatThrownBy(() -> NetworkCompiler.bufferUse(shape, config))
                .isInstanceOf(InvalidInputException.class)
                .satisfies(refusal ->
                        assertThat(oneOf).anySatisfy(text -> assertThat(refusal).hasMessageContaining(text)));
    }
}
