// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwArea;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.DontName;

/**
 * The valid bit of a pipeline that never waits, with what travels beside it. {@code at(n)} says whether something entered n cycles ago: it enables
 * the stage that works on it. One entry a cycle; reset empties the pipeline.
 *
 * <p>An area, not a module: of the area {@code valid} the registers are {@code valid_1}, {@code valid_2} … What enters cannot be held up or taken
 * back, so nothing can overflow: who needs room at the end must have it before (see {@link CreditCounter}).
 */
public final class ValidPipeline extends HwArea {
    @DontName
    private final List<Bool> stages = new ArrayList<>();

    /** Begins with {@code valid} and has {@code cycles} registers; more are made when they are asked for. */
    public ValidPipeline(Bool valid, int cycles) {
        stages.add(valid);
        at(cycles);
    }

    /** The same, in registers that are not merged with those of another pipeline: the first is kept apart, so those behind it are apart too. */
    public static ValidPipeline separate(Bool valid, int cycles) {
        ValidPipeline pipeline = new ValidPipeline(valid, cycles);
        apart(pipeline.at(1));
        return pipeline;
    }

    /** The same valid bits in registers of its own, for a part of what works on the entries: a register can drive so many inputs only. */
    public ValidPipeline copy(String name) {
        return named(name, separate(stages.get(0), 1));
    }

    /** Whether something entered {@code cycle} cycles ago. */
    public Bool at(int cycle) {
        for (int next = stages.size(); next <= cycle; next++) {
            stages.add(part(Integer.toString(next), regNext(stages.get(next - 1), false)));
        }
        return stages.get(cycle);
    }

    /** Something is under way, from the entry to the last register that there is so far. */
    public Bool moving() {
        return any(stages);
    }

    /** Drives the enables of a part of the pipeline whose first stage works on what entered {@code first} cycles ago. */
    public void enable(List<Bool> advance, int first) {
        for (int stage = 0; stage < advance.size(); stage++) {
            assign(advance.get(stage), at(first + stage));
        }
    }

    /** A register that takes {@code signal} in the cycles of {@code at(cycle)}: it stands a cycle later, and idles with its stage. */
    public <T extends Data> T hold(T signal, int cycle) {
        return regNextWhen(signal, at(cycle));
    }

    /** The signal as it was {@code to - from} cycles before, in registers that idle with their stages; it comes {@code from} cycles after the entry. */
    public <T extends Data> T hold(String name, T signal, int from, int to) {
        T late = signal;
        for (int cycle = from; cycle < to; cycle++) {
            late = named(name + "_" + (cycle + 1), hold(late, cycle));
        }
        return late;
    }

    /**
     * What belongs to an entry, cycle by cycle: item i is {@code payload}, which stands {@code from} cycles after the entry, as it was i cycles
     * before, in registers {@code name_<cycle>} up to {@code to}. They take it in every cycle, valid or not: synthesis makes shift registers of them.
     */
    public <T extends Data> List<T> carry(String name, T payload, int from, int to) {
        List<T> late = new ArrayList<>(List.of(payload));
        for (int cycle = from + 1; cycle <= to; cycle++) {
            at(cycle);
            late.add(named(name + "_" + cycle, regNext(late.get(late.size() - 1))));
        }
        return late;
    }
}
