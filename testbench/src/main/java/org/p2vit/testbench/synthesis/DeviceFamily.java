// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.util.Locale;

/** The device families that yosys maps to and the project's boards have. */
public enum DeviceFamily {
    /** 7 series: PYNQ-Z2. Yosys packs registers into its DSP blocks, so look here for LUT and FF counts. */
    XC7,
    /** UltraScale+: KV260, ZCU104. Yosys packs no register into DSP blocks here; DSP, BRAM and URAM counts hold. */
    XCUP;

    /** The name {@code synth_xilinx} knows it by. */
    String yosysName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
