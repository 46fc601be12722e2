// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import spinal.core.Bool;

/**
 * Holds the command after the running one, so that a unit changes commands without a gap: it takes a command from
 * {@link CommandFrontEnd} while {@code mayFetch}, which the unit raises when it is idle or has begun its last tile, and
 * the front end fetches the first tile token meanwhile. Operands that a unit never looks at cost nothing.
 */
public final class CommandPrefetch extends HwModule {
    /** Cycles from the acceptance of a command to the first step of a unit that has none before it. */
    public static final int START_CYCLES = CommandFrontEnd.START_CYCLES + 1;

    public final HwStream<CommandWord> start = slave(stream(CommandWord::new));
    public final HwStream<CommandWord> upcoming = master(stream(CommandWord::new));
    public final Bool mayFetch = in(bool());
    private final Bool full = reg(bool(), false);
    private final CommandWord held = reg(new CommandWord());

    public CommandPrefetch() {
        assign(start.ready, and(mayFetch, not(full)));
        when(upcoming.fire(), () -> assign(full, false));
        when(start.fire(), () -> {
            assign(full, true);
            assign(held, start.payload);
        });
        assign(upcoming.valid, full);
        assign(upcoming.payload, held);
    }
}
