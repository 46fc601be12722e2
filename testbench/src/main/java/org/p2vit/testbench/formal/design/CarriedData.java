// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal.design;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.UInt;

/** A {@link ValidPipeline} with data that its stages hold, and the same data carried beside it. */
public final class CarriedData extends HwModule {
    public final Bool valid = in(bool());
    public final UInt data = in(uint(8));
    public final Bool moving = out(bool());
    public final List<Bool> at;
    public final UInt held = out(uint(8));
    public final UInt carried = out(uint(8));
    private final ValidPipeline stages;

    public CarriedData(int cycles) {
        at = list(cycles + 1, cycle -> out(bool()));
        stages = named("valid", new ValidPipeline(valid, cycles));
        UInt late = data;
        for (int cycle = 0; cycle < cycles; cycle++) {
            late = named("stage_" + cycle, stages.hold(late, cycle));
        }
        assign(held, late);
        assign(carried, stages.carry("data", data, 0, cycles).get(cycles));
        for (int cycle = 0; cycle <= cycles; cycle++) {
            assign(at.get(cycle), stages.at(cycle));
        }
        assign(moving, stages.moving());
    }
}
