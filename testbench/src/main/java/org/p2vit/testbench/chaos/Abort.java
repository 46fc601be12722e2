// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.RegisterMap;

/** Software ends the run. */
record Abort() implements Injection {
    @Override
    public String text() {
        return "ABORT";
    }

    @Override
    public void strike(ChaosRig rig) {
        rig.write(RegisterMap.CTRL, ChaosRig.ABORT);
    }

    @Override
    public Expectation expected(ChaosRig rig) {
        return Expectation.error(ErrorCode.ABORTED).or(RunEnd.RIGHT);
    }
}
