// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw;

import org.p2vit.hw.config.AcceleratorConfig;

/** The machine whose array works at twice the rate with 4-bit weights, a file as a user's would be. */
public final class ScalableMachine {
    public static final String FILE = "src/test/resources/scalable.yaml";
    public static final AcceleratorConfig CONFIG = AcceleratorConfig.load(FILE);

    private ScalableMachine() {}
}
