// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.SplittableRandom;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.testbench.bus.AxiMemory.Channel;
import org.p2vit.testbench.bus.RegisterPort;

/** One beat or response is an error. If none comes any more, the run is right. */
record MemoryError(Channel channel, int response) implements Injection {
    static MemoryError draw(boolean read, SplittableRandom random) {
        return new MemoryError(
                read ? Channel.R : Channel.B, random.nextBoolean() ? RegisterPort.SLVERR : RegisterPort.DECERR);
    }

    @Override
    public String text() {
        return (response == RegisterPort.SLVERR ? "SLVERR" : "DECERR") + " on the next " + channel;
    }

    @Override
    public void strike(ChaosRig rig) {
        rig.memory().answer(channel, response, 1);
    }

    @Override
    public Expectation expected(ChaosRig rig) {
        boolean given = rig.memory().unansweredErrors(channel) == 0;
        ErrorCode code = channel == Channel.R ? ErrorCode.READ_ERROR : ErrorCode.WRITE_ERROR;
        return given ? Expectation.error(code) : Expectation.right();
    }

    @Override
    public void recover(ChaosRig rig) {
        rig.memory().answer(channel, response, 0);
        rig.awaitClosed();
    }
}
