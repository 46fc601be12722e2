// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.compiler.Span;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.accelerator.AcceleratorModel.UnitTap;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.TapWord;

/** All words that the units wrote in a run, compared image by image. */
final class RunWords {
    private final AcceleratorConfig config;
    private final Program program;
    private final Repeat repeat;
    private final Map<Unit, Iterator<TapWord>> taps = new EnumMap<>(Unit.class);
    private final Iterator<TapWord> logits;
    /** Sums of uniform weights; null with attention by shifts. */
    private final Iterator<TapWord> sums;

    private final List<Long> gaps = new ArrayList<>();
    private long end;
    private long lastStep;

    /** Takes the words out of the model. */
    RunWords(Model model, AcceleratorConfig config, Program program, Repeat repeat) {
        this.config = config;
        this.program = program;
        this.repeat = repeat;
        for (UnitTap tap : AcceleratorModel.unitTaps(config)) {
            taps.put(tap.unit(), model.tap(tap.unit().name()).drain().iterator());
        }
        logits = model.tap(AcceleratorModel.LOGITS).drain().iterator();
        sums = config.attention() == AttentionKind.SHIFT
                ? null
                : model.tap(AcceleratorModel.SUMS).drain().iterator();
    }

    /**
     * The next image.
     *
     * @param last whether no words may follow
     */
    Map<Unit, Verdict> compare(ReferenceTensors reference, boolean first, boolean last) {
        List<Span> spans = (first ? program.first() : program.further()).spans();
        UnitWords words = new UnitWords(
                config.array().tokenTile(),
                config.array().word(),
                config.array().postPipes());
        Map<Unit, Verdict> verdicts = new EnumMap<>(Unit.class);
        for (UnitTap tap : AcceleratorModel.unitTaps(config)) {
            Unit unit = tap.unit();
            UnitChecker checker =
                    new UnitChecker(unit, tap.format(), words.of(unit, int8Spans(unit, spans)), reference, repeat);
            verdicts.put(unit, checker.check(taps.get(unit), tap.rows(), tap.masked(), last));
            if (unit == Unit.MATMUL) {
                measureGap(checker, first);
            }
        }
        UnitChecker out = new UnitChecker(
                Unit.REQUANT, LaneFormat.INT32, words.of(Unit.REQUANT, logitSpans(spans)), reference, repeat);
        Verdict written = out.check(logits, 1, false, last);
        verdicts.merge(Unit.REQUANT, written, (codes, sums) -> Verdict.all(List.of(codes, sums)));
        end = out.lastCycle(Span.LOGITS);
        if (sums != null) {
            List<Span> rowSums = spans.stream()
                    .filter(span -> span != null && span.unit() == Unit.SOFTMAX)
                    .map(Span::sums)
                    .toList();
            UnitChecker rows = new UnitChecker(
                    Unit.SOFTMAX, AcceleratorModel.SUM, words.of(Unit.SOFTMAX, rowSums), reference, repeat);
            Verdict made = rows.check(sums, config.array().postPipes(), true, last);
            verdicts.merge(Unit.SOFTMAX, made, (codes, more) -> Verdict.all(List.of(codes, more)));
        }
        return verdicts;
    }

    /** Between the last block of an image and the first patches of the next the array works on the head and on the first output tile. */
    private void measureGap(UnitChecker checker, boolean first) {
        if (!first) {
            int word = config.array().word();
            int head = words(program.shape().classes(), word)
                    * words(program.shape().dim(), word);
            long steps = head + words(program.shape().patchDepth(), word);
            gaps.add(Math.max(0, checker.firstCycle("patch_embed" + Span.ACCUMULATORS) - lastStep - steps));
        }
        int block = program.shape().depth() - 1;
        lastStep = checker.lastCycle("blocks." + block + ".fc2" + Span.ACCUMULATORS);
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

    private static List<Span> int8Spans(Unit unit, List<Span> spans) {
        return spans.stream()
                .filter(span ->
                        span != null && !(unit == Unit.REQUANT && span.tensor().equals(Span.LOGITS)))
                .toList();
    }

    private static List<Span> logitSpans(List<Span> spans) {
        return spans.stream()
                .filter(span -> span != null && span.tensor().equals(Span.LOGITS))
                .toList();
    }
}
