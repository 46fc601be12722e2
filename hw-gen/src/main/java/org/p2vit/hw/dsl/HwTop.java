// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.Map;
import spinal.core.Bool;
import spinal.core.ClockDomain;
import spinal.core.ClockDomain$;
import spinal.core.Component;
import spinal.core.DontName;
import spinal.core.ScopeProperty;

/**
 * A module whose clock and reset are ports {@code aclk} and {@code aresetn} from the start, with the attributes by which
 * AMD's tools tie the named bus interfaces to them. Everything in and below it runs in that clock domain.
 */
public abstract class HwTop extends HwModule {
    private static final String INFO = "X_INTERFACE_INFO";
    private static final String PARAMETER = "X_INTERFACE_PARAMETER";

    /** The clock port. */
    public final Bool aclk = Control.in(Types.bool());
    /** The reset port, active low. */
    public final Bool aresetn = Control.in(Types.bool());

    @DontName
    private final ScopeProperty<?>.SetReturn outerDomain;

    /** @param busInterfaces port names without their signal, such as {@code s_axi_ctrl} and {@code m_axi_gmem} */
    protected HwTop(String... busInterfaces) {
        Control.attribute(aclk, INFO, "xilinx.com:signal:clock:1.0 aclk CLK");
        String buses = busInterfaces.length == 0 ? "" : "ASSOCIATED_BUSIF " + String.join(":", busInterfaces) + ", ";
        Control.attribute(aclk, PARAMETER, buses + "ASSOCIATED_RESET aresetn");
        Control.attribute(aresetn, INFO, "xilinx.com:signal:reset:1.0 aresetn RST");
        Control.attribute(aresetn, PARAMETER, "POLARITY ACTIVE_LOW");
        ClockDomain domain =
                Scala.make(ClockDomain.class, Map.of("clock", aclk, "reset", aresetn, "config", Generate.CLOCKING));
        outerDomain = ClockDomain$.MODULE$.push(domain);
    }

    /** Marks an output as a level-sensitive, active-high interrupt. Returns the signal. */
    protected static Bool interrupt(String name, Bool signal) {
        Control.attribute(signal, INFO, "xilinx.com:signal:interrupt:1.0 " + name + " INTERRUPT");
        return Control.attribute(signal, PARAMETER, "SENSITIVITY LEVEL_HIGH");
    }

    @Override
    public Component postInitCallback() {
        Component closed = super.postInitCallback();
        outerDomain.restore();
        return closed;
    }
}
