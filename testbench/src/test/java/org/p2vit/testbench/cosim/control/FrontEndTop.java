// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.control;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.testbench.cosim.bench.UnitTop;
import spinal.core.Bool;

/** The front end with semaphores; the tile count is where MATMUL has it, word 4, bits 9:0. */
final class FrontEndTop extends UnitTop {
    private final CommandFrontEnd unit;
    public final HwStream<CommandWord> command;
    public final HwStream<CommandWord> start;
    public final Bool wantTile = in(bool());
    public final Bool tileTaken = out(bool());
    public final Bool tileDone;
    public final Bool commandDone;
    public final Bool occupied;
    public final Bool busy = out(bool());
    public final Bool stall = out(bool());

    FrontEndTop() {
        unit = inst(new CommandFrontEnd());
        connect(unit.semaphore);
        command = lift(unit.command);
        start = lift(unit.start);
        tileDone = lift(unit.tileDone);
        commandDone = lift(unit.commandDone);
        occupied = lift(unit.occupied);
        assign(unit.tiles, unit.start.payload.get(MatMulCommand.TILES));
        assign(unit.tileTake, and(wantTile, unit.tileReady));
        assign(tileTaken, unit.tileTake);
        assign(busy, unit.tileTake);
        assign(stall, and(unit.occupied, not(unit.tileTake)));
    }
}
