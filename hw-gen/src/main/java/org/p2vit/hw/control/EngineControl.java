// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwPort;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.RegisterMap;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** What the controller tells the engine, and what the engine reports; the controller is the master. */
public final class EngineControl extends HwPort {
    private static final int UNITS = Unit.values().length - 1;

    /** Resets the engine while low. */
    public final Bool resetn = bool();
    /** A run is active; while low no new read burst leaves the engine. */
    public final Bool run = bool();
    /** DRAM addresses of the program and the three regions, and the lengths of the program's two parts. */
    public final UInt program = uint(64);

    public final UInt commands = uint(RegisterMap.PROGRAM_COMMAND_BITS);
    public final UInt loopCommands = uint(RegisterMap.PROGRAM_COMMAND_BITS);
    public final UInt model = uint(64);
    public final UInt input = uint(64);
    public final UInt output = uint(64);
    /** Bytes of the three regions. */
    public final UInt modelSize = uint(64);

    public final UInt inputSize = uint(64);
    public final UInt outputSize = uint(64);
    /** Images of the run, and bytes from one to the next. */
    public final UInt images = uint(32);

    public final UInt inputStride = uint(32);
    public final UInt outputStride = uint(32);

    /** The end command of the last image has been dispatched. */
    public final Bool ended = bool();
    /** Some unit has work. */
    public final Bool occupied = bool();
    /** No AXI transaction is under way. */
    public final Bool drained = bool();
    /** Some unit or bus channel made progress. */
    public final Bool progress = bool();
    /** Some bus channel did. */
    public final Bool moves = bool();
    /** An {@link org.p2vit.hw.register.ErrorCode}, 0 while all is well, with the unit it concerns. */
    public final UInt failure = uint(8);

    public final UInt failedUnit = uint(4);
    public final UInt tag = uint(16);
    public final UInt dispatched = uint(32);
    /** The output of an image has reached DRAM. */
    public final Bool imageDone = bool();
    /** One bit per unit, LOAD lowest. */
    public final Bits busy = bits(UNITS);

    public final Bits stall = bits(UNITS);

    @Override
    protected void asMaster() {
        out(resetn);
        out(run);
        out(program);
        out(commands);
        out(loopCommands);
        out(model);
        out(input);
        out(output);
        out(modelSize);
        out(inputSize);
        out(outputSize);
        out(images);
        out(inputStride);
        out(outputStride);
        in(ended);
        in(occupied);
        in(drained);
        in(progress);
        in(moves);
        in(failure);
        in(failedUnit);
        in(tag);
        in(dispatched);
        in(imageDone);
        in(busy);
        in(stall);
    }

    /** Connects the controller's side, this, to the engine's. */
    public void to(EngineControl engine) {
        assign(engine.resetn, resetn);
        assign(engine.run, run);
        assign(engine.program, program);
        assign(engine.commands, commands);
        assign(engine.loopCommands, loopCommands);
        assign(engine.model, model);
        assign(engine.input, input);
        assign(engine.output, output);
        assign(engine.modelSize, modelSize);
        assign(engine.inputSize, inputSize);
        assign(engine.outputSize, outputSize);
        assign(engine.images, images);
        assign(engine.inputStride, inputStride);
        assign(engine.outputStride, outputStride);
        assign(ended, engine.ended);
        assign(occupied, engine.occupied);
        assign(drained, engine.drained);
        assign(progress, engine.progress);
        assign(moves, engine.moves);
        assign(failure, engine.failure);
        assign(failedUnit, engine.failedUnit);
        assign(tag, engine.tag);
        assign(dispatched, engine.dispatched);
        assign(imageDone, engine.imageDone);
        assign(busy, engine.busy);
        assign(stall, engine.stall);
    }
}
