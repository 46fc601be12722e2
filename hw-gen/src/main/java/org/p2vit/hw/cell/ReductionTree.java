// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import org.p2vit.hw.dsl.HwArea;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.DontName;

/**
 * Sum, maximum or the like of 2^n numbers, two by two, in a pipeline: a stage joins neighbours by each of its operators in turn, as long as there
 * are two, and ends in registers. Latency {@link #stages}, one set of terms a cycle.
 *
 * <p>An area, not a module: of the area {@code level}, register i of stage s is {@code level_<s>_<i>}. Stages are enabled by their valid bits (see
 * {@link ValidPipeline}). Whether a number may overflow is the operators' business: {@code addExpand} never does, {@code add} wraps.
 */
public final class ReductionTree<T extends Data> extends HwArea {
    @DontName
    private final List<BinaryOperator<T>> operators;

    @DontName
    private List<T> terms;

    private int stage;

    /**
     * @param first number of the first stage, for names only
     * @param operators of the levels that one stage has: one for each comparison or addition that fits a cycle
     */
    public ReductionTree(List<T> terms, int first, List<BinaryOperator<T>> operators) {
        check(Integer.bitCount(terms.size()) == 1, terms.size() + " terms are not a power of two");
        this.terms = terms;
        this.stage = first;
        this.operators = operators;
    }

    /** With one level a stage. */
    public ReductionTree(List<T> terms, int first, BinaryOperator<T> operator) {
        this(terms, first, List.of(operator));
    }

    /** Stages, and so cycles, for {@code terms} numbers, a power of two, with {@code levels} levels a stage. */
    public static int stages(int terms, int levels) {
        int depth = Integer.numberOfTrailingZeros(terms);
        return (depth + levels - 1) / levels;
    }

    /** Makes one more stage, which works in the cycles of {@code enable}. */
    public void stage(Bool enable) {
        List<T> joined = terms;
        for (BinaryOperator<T> operator : operators) {
            joined = joined.size() > 1 ? pairs(joined, operator) : joined;
        }
        List<T> registers = new ArrayList<>();
        for (T term : joined) {
            registers.add(part(stage + "_" + registers.size(), regNextWhen(term, enable)));
        }
        terms = registers;
        stage++;
    }

    /** Makes all stages that are missing, by the number of each, and gives what they end in. */
    public T result(IntFunction<Bool> enables) {
        while (!complete()) {
            stage(enables.apply(stage));
        }
        return result();
    }

    /** One term is left. */
    public boolean complete() {
        return terms.size() == 1;
    }

    /** The term that is left when all stages are made. */
    public T result() {
        check(complete(), "a reduction tree with " + terms.size() + " terms left has no result yet");
        return terms.get(0);
    }

    private static <T> List<T> pairs(List<T> terms, BinaryOperator<T> operator) {
        return list(terms.size() / 2, pair -> operator.apply(terms.get(2 * pair), terms.get(2 * pair + 1)));
    }
}
