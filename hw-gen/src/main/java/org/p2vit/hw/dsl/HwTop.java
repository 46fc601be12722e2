// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.Locale;
import java.util.Map;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import spinal.core.Bool;
import spinal.core.ClockDomain;
import spinal.core.ClockDomain$;
import spinal.core.Component;
import spinal.core.Data;
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

    /**
     * Marks every signal of a port as one of a bus interface, its logical name being its own in capitals.
     *
     * @param name of the interface, which its signals' names begin with
     * @param type vendor, library, name and version of the bus definition
     * @param parameters of the interface, {@code NAME value} separated by commas
     */
    protected static void busInterface(String name, String type, String parameters, HwPort port) {
        boolean first = true;
        for (Tuple2<String, Data> element : CollectionConverters.asJava(port.elements())) {
            Control.attribute(
                    element._2(),
                    INFO,
                    String.format(
                            Locale.ROOT, "%s %s %s", type, name, element._1().toUpperCase(Locale.ROOT)));
            if (first) {
                Control.attribute(element._2(), PARAMETER, "XIL_INTERFACENAME " + name + ", " + parameters);
                first = false;
            }
        }
    }

    @Override
    public Component postInitCallback() {
        Component closed = super.postInitCallback();
        outerDomain.restore();
        return closed;
    }
}
