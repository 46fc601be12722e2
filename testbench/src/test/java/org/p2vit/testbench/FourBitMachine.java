// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench;

import org.p2vit.hw.config.AcceleratorConfig;

/** The machine of the generator's own tests whose array works at twice the rate with 4-bit weights. */
public final class FourBitMachine {
    public static final String FILE =
            ModuleFolder.resolve("../hw-gen/src/test/resources/scalable.yaml").toString();
    public static final AcceleratorConfig CONFIG = AcceleratorConfig.load(FILE);

    private FourBitMachine() {}
}
