// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.matmul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.unit.matmul.Operands;
import org.p2vit.hw.unit.matmul.ProductChain;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/**
 * Sums inside a column of multipliers: every value of a token and a weight in every link beside extremes of the others, with sign and
 * without, steps with and without gaps.
 */
@Tag("cosim")
class ProductChainCosimTests {
    private static final long SEED = 20;
    private static final int CODES = 256;

    /** A chain with its operands made as in the array; those of a link are due a cycle after those of the link before. */
    private static final class Chain extends HwModule {
        private final ProductChain chain;
        public final List<Bits> codes = list(Operands.TOKENS * ProductChain.LINKS, token -> in(bits(8)));
        public final List<Bits> weights = list(ProductChain.LINKS, link -> in(bits(8)));
        public final List<Bool> unsigned = list(ProductChain.LINKS, link -> in(bool()));
        public final List<Bool> advance = list(ProductChain.STAGES, stage -> in(bool()));
        public final List<SInt> sums;

        Chain() {
            chain = inst(new ProductChain());
            sums = list(Operands.TOKENS, token -> out(like(chain.sums.get(token))));
            for (int link = 0; link < ProductChain.LINKS; link++) {
                List<Bits> pair = codes.subList(Operands.TOKENS * link, Operands.TOKENS * (link + 1));
                assign(
                        chain.tokens.get(link),
                        Operands.ofTokens(ProcessingElement.CASCADE, pair, Optional.of(unsigned.get(link))));
                assign(chain.weights.get(link), weights.get(link));
            }
            for (int stage = 0; stage < ProductChain.STAGES; stage++) {
                assign(chain.advance.get(stage), advance.get(stage));
            }
            for (int token = 0; token < Operands.TOKENS; token++) {
                assign(sums.get(token), chain.sums.get(token));
            }
        }
    }

    /** Codes of both tokens and the weight of each link, as bytes. */
    private record Step(byte[] first, byte[] second, byte[] weights, boolean unsigned) {
        long sum(byte[] codes) {
            long sum = 0;
            for (int link = 0; link < ProductChain.LINKS; link++) {
                sum += (unsigned ? Byte.toUnsignedInt(codes[link]) : codes[link]) * weights[link];
            }
            return sum;
        }
    }

    /** Drives steps through the pipeline, one a cycle or with gaps, and compares each sum when it is there. */
    private static final class Driver {
        private final Model model;
        private final Deque<Step> inFlight = new ArrayDeque<>();
        private long compared;

        Driver(Model model) {
            this.model = model;
            for (int cycle = 0; cycle < ProductChain.STAGES; cycle++) {
                inFlight.add(GAP);
            }
        }

        /** A cycle in which {@code step}, or nothing, enters. */
        void cycle(Step step) {
            inFlight.addFirst(step);
            int stage = 0;
            for (Step moving : inFlight) {
                if (stage < ProductChain.STAGES) {
                    model.set("advance_" + stage, moving == GAP ? 0 : 1);
                }
                if (stage < ProductChain.LINKS && moving != GAP) {
                    model.set("codes_" + 2 * stage, moving.first[stage]);
                    model.set("codes_" + (2 * stage + 1), moving.second[stage]);
                    model.set("weights_" + stage, moving.weights[stage]);
                    model.set("unsigned_" + stage, moving.unsigned ? 1 : 0);
                }
                stage++;
            }
            model.step();
            model.settle();
            inFlight.removeLast();
            Step done = inFlight.getLast();
            if (done != GAP) {
                compared++;
                assertThat(List.of(model.getSigned(model.pin("sums_0")), model.getSigned(model.pin("sums_1"))))
                        .as(
                                "without sign: %s, tokens %s and %s, weights %s",
                                done.unsigned,
                                Arrays.toString(done.first),
                                Arrays.toString(done.second),
                                Arrays.toString(done.weights))
                        .containsExactly(done.sum(done.first), done.sum(done.second));
            }
        }
    }

    private static final Step GAP = new Step(null, null, null, false);

    @Test
    void everySumIsExact() {
        Random random = new Random(SEED);
        byte[] extremes = {-128, -1, 0, 1, 127};
        try (Model model = VerilatedUnit.open("ProductChain", SEED, Chain::new)) {
            Driver driver = new Driver(model);
            for (int link = 0; link < ProductChain.LINKS; link++) {
                for (int pair = 0; pair < 2 * CODES * CODES; pair++) {
                    boolean gap = random.nextInt(16) == 0;
                    driver.cycle(gap ? GAP : step(random, extremes, link, pair));
                    pair -= gap ? 1 : 0;
                }
            }
            for (int flush = 0; flush < ProductChain.STAGES; flush++) {
                driver.cycle(GAP);
            }
            assertThat(driver.compared).isEqualTo(2L * CODES * CODES * ProductChain.LINKS);
        }
    }

    /** The pair counts through the codes of one link, which hold the first token now and the second then. */
    private static Step step(Random random, byte[] extremes, int link, int pair) {
        Step step = new Step(
                drawn(random, extremes), drawn(random, extremes), drawn(random, extremes), pair >= CODES * CODES);
        (pair % 2 == 0 ? step.first : step.second)[link] = (byte) pair;
        step.weights[link] = (byte) (pair >> 8);
        return step;
    }

    private static byte[] drawn(Random random, byte[] extremes) {
        byte[] codes = new byte[ProductChain.LINKS];
        boolean same = random.nextBoolean();
        byte one = extremes[random.nextInt(extremes.length)];
        for (int link = 0; link < codes.length; link++) {
            codes[link] = same ? one : extremes[random.nextInt(extremes.length)];
        }
        return codes;
    }
}
