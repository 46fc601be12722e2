// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.CommandFormat;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.MachineLimits;
import org.p2vit.hw.program.Unit;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Puts each command of the program into the queue of its unit, in order; a full queue holds up those behind. The end command of the
 * last of {@code images} ends the program, the others count. A LOAD for the image that follows only waits and signals where none
 * does. An illegal command stops it: {@code errorCode} stays until reset, and nothing more is dispatched.
 */
public final class Dispatcher extends HwModule {
    /** Cycles from the taking of a command to its being in a queue; the next is taken a cycle later. */
    public static final int DISPATCH_CYCLES = 1;

    public final HwStream<CommandWord> program = slave(stream(CommandWord::new));
    /** Queue outputs of the units, LOAD first. */
    public final List<HwStream<CommandWord>> units;

    public final Bool halt = in(bool());
    /** Not 0; it stands two cycles before the first command. */
    public final UInt images = in(uint(32));

    public final Bool ended = out(reg(bool(), false));
    public final UInt errorCode = out(reg(uint(8), 0));
    public final UInt errorUnit = out(reg(uint(4), 0));
    public final UInt tag = out(reg(uint(16), 0));
    /** A command leaves for its queue, or ends an image. */
    public final Bool dispatching = out(bool());

    public final UInt dispatched = out(reg(uint(32), 0));
    private final UInt ends = reg(uint(32), 0);
    private final Bool held = reg(bool(), false);
    private final CommandWord command = reg(new CommandWord());
    private final CommandCheck.Verdict verdict = reg(new CommandCheck.Verdict());

    public Dispatcher(int queueDepth, MachineLimits limits) {
        List<Unit> known = limits.units();
        int count = known.size();
        units = list(count, i -> master(stream(CommandWord::new)));
        List<Fifo<CommandWord>> queues = list(count, i -> inst(new Fifo<>(CommandWord::new, queueDepth)));
        Bool stopped = named("stopped", or(halt, ended, ne(errorCode, 0)));
        assign(program.ready, and(not(held), not(stopped)));
        when(program.fire(), () -> {
            assign(held, true);
            assign(command.words, program.payload.words);
            new CommandCheck(limits).judge(program.payload, verdict);
            assign(tag, program.payload.get(CommandFormat.TAG));
        });
        Bool legal = named("legal", and(held, verdict.legal(), not(stopped)));
        Bool isEnd = named("isEnd", and(legal, eq(command.unit(), Unit.CONTROL.ordinal())));
        UInt lastEnd = named("lastEnd", regNext(sub(images, 1)));
        Bool lastImage = named("lastImage", regNext(eq(ends, lastEnd), false));
        Bool idle =
                named("idle", and(lastImage, eq(command.unit(), Unit.LOAD.ordinal()), command.has(LoadCommand.AHEAD)));
        Bits words = named("words", bits(width(command.words)));
        assign(words, command.words);
        when(idle, () -> assign(bit(words, CommandFormat.RUN.low()), false));
        Bool taken = isEnd;
        for (int i = 0; i < count; i++) {
            named("queue_" + known.get(i), queues.get(i));
            HwStream<CommandWord> push = queues.get(i).push;
            assign(push.valid, and(legal, eq(command.unit(), known.get(i).ordinal())));
            assign(push.payload.words, words);
            taken = or(taken, push.fire());
            queues.get(i).pop.to(units.get(i));
        }
        assign(dispatching, taken);
        when(taken, () -> {
            assign(held, false);
            assign(dispatched, add(dispatched, 1));
        });
        when(isEnd, () -> {
            assign(ends, add(ends, 1));
            assign(ended, lastImage);
        });
        when(and(held, not(verdict.legal()), not(stopped)), () -> {
            assign(errorCode, verdict.code());
            assign(errorUnit, command.unit());
        });
    }
}
