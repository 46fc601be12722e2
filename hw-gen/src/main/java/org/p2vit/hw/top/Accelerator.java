// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.bus.Axi4Master;
import org.p2vit.hw.bus.AxiLite;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.control.ControlUnit;
import org.p2vit.hw.dsl.HwTop;
import org.p2vit.hw.register.RegisterMap;
import spinal.core.Bool;

/**
 * The accelerator as it is packaged: registers on AXI-Lite, memory on AXI4, an interrupt, one clock. Composition only; the machine is
 * described in {@code hw-gen/doc/architecture.md}.
 */
public final class Accelerator extends HwTop {
    /** Name of the Verilog module. */
    public static final String MODULE = "p2vit";

    /** Name of the register port. */
    public static final String CONTROL_BUS = "s_axi_ctrl";
    /** Name of the memory port. */
    public static final String MEMORY_BUS = "m_axi_gmem";

    /** AMD's definition of the memory-mapped AXI buses. */
    private static final String AXI = "xilinx.com:interface:aximm:1.0";

    public final AxiLite s_axi_ctrl;
    public final Axi4Master m_axi_gmem;
    public final Bool interrupt;
    private final ControlUnit control;
    private final Engine core;

    /**
     * @param configHash value of register CONFIG_HASH
     */
    public Accelerator(AcceleratorConfig config, int configHash) {
        super(CONTROL_BUS, MEMORY_BUS);
        setDefinitionName(MODULE, false);
        s_axi_ctrl = slave(new AxiLite(RegisterMap.ADDRESS_BITS));
        busInterface(CONTROL_BUS, AXI, s_axi_ctrl.parameters(), s_axi_ctrl);
        m_axi_gmem = master(new Axi4Master(
                config.control().addressBits(), 8 * config.array().word()));
        int reads = config.control().maxOutstandingReads();
        busInterface(MEMORY_BUS, AXI, m_axi_gmem.parameters(reads), m_axi_gmem);
        interrupt = interrupt("interrupt", out(bool()));
        control = inst(new ControlUnit(
                configHash, config.control().addressBits(), config.array().word()));
        core = resetBy(control.engine.resetn, () -> inst(new Engine(config)));
        s_axi_ctrl.to(control.axi);
        control.engine.to(core.control);
        assign(interrupt, control.interrupt);
        m_axi_gmem.read(core.readBurst, core.readBeat, control.engine.resetn);
        m_axi_gmem.write(core.writeBurst, core.writeBeat, control.engine.resetn);
        assign(core.responseValid, m_axi_gmem.responseValid());
        assign(core.responseError, m_axi_gmem.responseError());
    }
}
