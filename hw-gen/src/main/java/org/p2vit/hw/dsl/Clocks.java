// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.Map;
import java.util.function.Supplier;
import spinal.core.Bool;
import spinal.core.ClockDomain;
import spinal.core.ClockDomain$;

/** Clocking of parts of a module. Use through {@link Hdl}. */
public abstract class Clocks extends Memories {
    Clocks() {}

    /** Builds {@code body} with the same clock and {@code resetn} (synchronous, active low) as its reset. */
    public static <T> T resetBy(Bool resetn, Supplier<T> body) {
        ClockDomain around = ClockDomain$.MODULE$.current();
        ClockDomain domain = Scala.make(
                ClockDomain.class,
                Map.of("clock", around.readClockWire(), "reset", resetn, "config", Generate.CLOCKING));
        return domain.apply(body::get);
    }
}
