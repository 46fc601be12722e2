// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.compiler.TensorSlice;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.Readout;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.TapWord;

/** All words that the units wrote in a run, compared image by image. */
final class RunWords {
    private final AcceleratorConfig config;
    private final Program program;
    private final Repeat repeat;
    private final Map<UnitTap, Iterator<TapWord>> taps = new LinkedHashMap<>();
    private final List<Long> gaps = new ArrayList<>();
    private long end;
    private long lastStep;

    /** Takes the words out of the model. */
    RunWords(Model model, AcceleratorConfig config, Program program, Repeat repeat) {
        this.config = config;
        this.program = program;
        this.repeat = repeat;
        for (UnitTap tap : AcceleratorModel.taps(config)) {
            taps.put(tap, model.tap(tap.name()).drain().iterator());
        }
    }

    /**
     * The next image.
     *
     * @param last whether no words may follow
     */
    Map<Unit, Verdict> compare(ReferenceTensors reference, boolean first, boolean last) {
        List<TensorSlice> slices = (first ? program.first() : program.further()).slices();
        Map<Unit, Verdict> verdicts = new EnumMap<>(Unit.class);
        taps.forEach((tap, recorded) -> {
            Unit unit = tap.unit();
            UnitWords words = new UnitWords(
                    config.array().tokenTile(), tap.word(), config.array().postPipes());
            UnitChecker checker =
                    new UnitChecker(unit, tap.format(), words.of(unit, tap.slices(slices)), reference, repeat);
            Verdict verdict = checker.check(recorded, tap.rows(), tap.masked(), last);
            verdicts.merge(unit, verdict, (before, more) -> Verdict.all(List.of(before, more)));
            if (unit == Unit.MATMUL) {
                measureGap(checker, first);
            }
            if (tap.name().equals(UnitTap.LOGITS)) {
                end = checker.lastCycle(TensorSlice.LOGITS);
            }
        });
        return verdicts;
    }

    /** Between the last block of an image and the first patches of the next the array works on what reads the stream and on the first output tile. */
    private void measureGap(UnitChecker checker, boolean first) {
        if (!first) {
            int word = config.array().word();
            int head = words(program.shape().classes(), word)
                    * (program.shape().headInputs() / program.shape().dim())
                    * words(program.shape().dim(), word);
            int narrow = program.shape().readout() == Readout.DIRECT
                    ? words(program.shape().dim(), word)
                    : 0;
            long steps = narrow + head + words(program.shape().patchDepth(), word);
            gaps.add(Math.max(0, checker.firstCycle("patch_embed" + TensorSlice.ACCUMULATORS) - lastStep - steps));
        }
        int block = program.shape().depth() - 1;
        lastStep = checker.lastCycle("blocks." + block + ".fc2" + TensorSlice.ACCUMULATORS);
    }

    private static int words(int elements, int word) {
        return (elements + word - 1) / word;
    }

    /** Cycles that the array stood still between the images so far. */
    List<Long> gaps() {
        return List.copyOf(gaps);
    }

    /** Cycle of the image's last logits. */
    long end() {
        return end;
    }
}
