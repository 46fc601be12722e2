// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwPort;
import org.p2vit.hw.program.CommandFormat;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * A unit's access to the semaphores; the unit is the master.
 *
 * <p>{@code take}: asks for one token of {@code takeId} (never 0). {@code taken}, a register, says that the request of the cycle before got it: who
 * asks remembers for what. A request may change or be withdrawn; one beside {@code taken} gets nothing, and in the cycle after there is none. {@code give}: one token for each set bit, in every cycle
 * it is set; bit 0 has no effect.
 */
public final class SemaphorePort extends HwPort {
    /** Number of semaphores, the unused identifier 0 included. */
    public static final int COUNT = 32;

    public final Bool take = bool();
    public final UInt takeId = uint(CommandFormat.SEMAPHORE_BITS);
    public final Bool taken = bool();
    public final Bits give = bits(COUNT);

    @Override
    protected void asMaster() {
        out(take);
        out(takeId);
        in(taken);
        out(give);
    }

    /** Passes this port, a child's, on to the port of the module around it. */
    public void to(SemaphorePort outer) {
        assign(outer.take, take);
        assign(outer.takeId, takeId);
        assign(taken, outer.taken);
        assign(outer.give, give);
    }
}
