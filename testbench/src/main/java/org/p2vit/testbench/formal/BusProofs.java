// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.List;
import org.p2vit.hw.bus.RegisterAccess;

/** Proofs of what faces AXI4 and AXI4-Lite. */
final class BusProofs {
    static final List<ProofJob> JOBS = List.of(
            ProofJob.of("register_access", "RegisterAccess", ProofDesign.of(() -> new RegisterAccess(12)))
                    .mutant("assign axi_wready = (! dataHeld)", "assign axi_wready = dataHeld")
                    .mutant("assign axi_awready = (! addressHeld)", "assign axi_awready = 1'b0")
                    .mutant("dataHeld <= 1'b0;", "dataHeld <= dataHeld;", 1)
                    .mutant(
                            "(((both && addressHeld) && dataHeld) && (! responding))",
                            "((both && addressHeld) && dataHeld)")
                    .proves(
                            ProofMethod.invariant(),
                            "AXI4-Lite: one answer for each access, three cycles after its address and data, two after that of a read, held until taken; only whole words of registers are written, once"));

    private BusProofs() {}
}
