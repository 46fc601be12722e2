// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.List;
import java.util.stream.LongStream;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.NativeBus;

/** Where a model keeps the pins of an AXI4 port, in the order of struct AxiPins ({@code axi_rules.h}); each may be missing. */
final class AxiPins {
    private static final List<String> NAMES = List.of(
            "arid", "araddr", "arlen", "arsize", "arburst", "arlock", "arcache", "arprot", "arqos", "arvalid",
            "arready", "rid", "rdata", "rresp", "rlast", "rvalid", "rready", "awid", "awaddr", "awlen", "awsize",
            "awburst", "awlock", "awcache", "awprot", "awqos", "awvalid", "awready", "wdata", "wstrb", "wlast",
            "wvalid", "wready", "bid", "bresp", "bvalid", "bready");

    private AxiPins() {}

    /** Offsets of the pins {@code prefix_arid} and so on, and of the reset. */
    static LongStream of(Model model, String prefix) {
        return LongStream.concat(
                NAMES.stream().mapToLong(name -> NativeBus.offset(model, prefix + "_" + name)),
                LongStream.of(NativeBus.offset(model, "aresetn")));
    }

    /** Bytes of a beat. */
    static int dataBytes(Model model, String prefix) {
        return model.pin(prefix + (model.hasPin(prefix + "_rdata") ? "_rdata" : "_wdata"))
                        .width()
                / 8;
    }
}
