// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2vit.hw.dsl.Hdl.*;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.cell.ReductionTree;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HdlException;
import org.p2vit.hw.dsl.HwTop;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.Pin;
import spinal.core.Bool;
import spinal.core.SInt;

@Tag("cosim")
class ReductionTreeCosimTests {
    private static final int BITS = 8;

    /** Sum and maximum of the same numbers, with {@code levels} levels a stage. */
    private static final class Trees extends HwTop {
        public final Bool valid = in(bool());
        public final List<SInt> terms;
        public final Bool done = out(bool());
        public final SInt sum;
        public final SInt maximum = out(sint(BITS));

        Trees(int count, int levels) {
            terms = list(count, i -> in(sint(BITS)));
            sum = out(sint(BITS + Integer.numberOfTrailingZeros(count)));
            int stages = ReductionTree.stages(count, levels);
            ValidPipeline pipeline = named("valid", new ValidPipeline(valid, stages));
            ReductionTree<SInt> adders = named("adders", new ReductionTree<>(terms, 0, repeated(levels, Trees::added)));
            ReductionTree<SInt> larger =
                    named("larger", new ReductionTree<>(terms, 1, repeated(levels, Trees::larger)));
            assign(sum, adders.result(pipeline::at));
            assign(maximum, larger.result(stage -> pipeline.at(stage - 1)));
            assign(done, pipeline.at(stages));
        }

        private static <T> List<T> repeated(int times, T item) {
            return Collections.nCopies(times, item);
        }

        private static SInt added(SInt a, SInt b) {
            return addExpand(a, b);
        }

        private static SInt larger(SInt a, SInt b) {
            return mux(gt(a, b), a, b);
        }
    }

    /** All least, all greatest and random numbers; the results follow the stages later and stay while nothing enters. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "8, 1", "2, 2", "8, 2", "16, 2", "16, 3", "16, 9"})
    void joinsAllTerms(int count, int levels) {
        long seed = 80 + 10L * count + levels;
        Random random = new Random(seed);
        int stages = ReductionTree.stages(count, levels);
        long[][] given = new long[600][];
        long[] last = null;
        String name = "ReductionTree-" + count + "-" + levels;
        try (Model m = VerilatedUnit.open(name, seed, () -> new Trees(count, levels))) {
            for (int now = 0; now < given.length; now++) {
                long[] numbers = random.longs(count, -128, 128).toArray();
                if (now % 50 < 2) {
                    Arrays.fill(numbers, now % 50 == 0 ? -128 : 127);
                }
                boolean valid = count == 1 || now % 50 < 2 || random.nextInt(3) > 0;
                given[now] = valid ? numbers : null;
                m.set("valid", valid ? 1 : 0);
                for (int i = 0; i < count; i++) {
                    m.set("terms_" + i, numbers[i]);
                }
                m.step();
                long[] entered = now < stages ? null : given[now - stages];
                String where = "cycle " + now + ", seed " + seed;
                assertThat(m.get("done")).as(where).isEqualTo(entered == null ? 0 : 1);
                last = entered == null ? last : entered;
                if (last != null) {
                    Pin maximum = m.pin("maximum");
                    assertThat(m.getSigned(m.pin("sum")))
                            .as("sum, %s", where)
                            .isEqualTo(Arrays.stream(last).sum());
                    assertThat(m.getSigned(maximum))
                            .as("maximum, %s", where)
                            .isEqualTo(Arrays.stream(last).max().orElseThrow());
                }
            }
        }
    }

    @Test
    void refusesWhatIsNoPowerOfTwo(@TempDir Path folder) {
        assertThatThrownBy(() -> Generate.verilog(folder, () -> new Trees(6, 1)))
                .isInstanceOf(HdlException.class)
                .hasMessageContaining("6 terms are not a power of two");
    }
}
