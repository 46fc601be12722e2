// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2vit.hw.dsl.Hdl.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HdlException;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.dsl.HwTop;
import spinal.core.Bool;

class BusPortTests {
    @TempDir
    Path directory;

    /** Copies what it reads back to the same addresses. */
    static class Echo extends HwTop {
        final AxiLite control = named("s_axi_ctrl", slave(new AxiLite(12)));
        final Axi4Master memory;
        final Bool interrupt = interrupt("interrupt", out(reg(bool(), false)));
        final HwStream<Burst> addresses;
        final HwStream<ReadBeat> readBeats;
        final HwStream<WriteBeat> writeBeats;

        Echo(int addressBits, int dataBits) {
            super("s_axi_ctrl", "m_axi_gmem");
            memory = named("m_axi_gmem", master(new Axi4Master(addressBits, dataBits)));
            addresses = stream(() -> new Burst(addressBits));
            readBeats = stream(() -> new ReadBeat(dataBits));
            writeBeats = stream(() -> new WriteBeat(dataBits));
            HwStream<Burst> copies = named("copies", stream(() -> new Burst(addressBits)));
            assign(addresses.valid, control.awvalid);
            assign(addresses.payload.address, resize(control.awaddr, addressBits));
            assign(addresses.payload.length, 3);
            assign(copies.valid, addresses.fire());
            assign(copies.payload, addresses.payload);
            memory.read(addresses, readBeats, aresetn);
            memory.write(copies, writeBeats, aresetn);
            assign(writeBeats.valid, readBeats.valid);
            assign(writeBeats.payload.data, readBeats.payload.data);
            assign(writeBeats.payload.last, readBeats.payload.last);
            assign(readBeats.ready, writeBeats.ready);
            when(
                    or(and(memory.responseValid(), memory.responseError()), readBeats.payload.error),
                    () -> assign(interrupt, true));
            assign(control.awready, addresses.ready);
            assign(control.wready, true);
            assign(control.bvalid, false);
            assign(control.bresp, 0);
            assign(control.arready, copies.ready);
            assign(control.rvalid, false);
            clear(control.rdata);
            assign(control.rresp, 0);
        }
    }

    private String verilog(int addressBits, int dataBits) throws IOException {
        return Files.readString(Generate.verilog(directory, () -> new Echo(addressBits, dataBits))
                .file());
    }

    @Test
    void portsHaveTheNamesDirectionsAndWidthsThatToolsInfer() throws IOException {
        String ports = verilog(40, 128)
                .lines()
                .takeWhile(line -> !line.equals(");"))
                .reduce("", (a, b) -> a + b.strip().replaceAll(" +", " ") + "\n");
        assertThat(ports)
                .contains(
                        "input wire s_axi_ctrl_awvalid,", "input wire [11:0] s_axi_ctrl_awaddr,",
                        "input wire [3:0] s_axi_ctrl_wstrb,", "output wire [31:0] s_axi_ctrl_rdata,",
                        "output wire s_axi_ctrl_rvalid,", "input wire s_axi_ctrl_rready,")
                .contains(
                        "output wire [39:0] m_axi_gmem_awaddr,",
                        "output wire [7:0] m_axi_gmem_awlen,",
                        "output wire [15:0] m_axi_gmem_wstrb,",
                        "input wire [1:0] m_axi_gmem_bresp,",
                        "input wire m_axi_gmem_arready,",
                        "input wire [127:0] m_axi_gmem_rdata",
                        "output wire m_axi_gmem_rready");
        assertThat(ports.lines().filter(line -> line.contains("s_axi_ctrl_"))).hasSize(19);
        assertThat(ports.lines().filter(line -> line.contains("m_axi_gmem_"))).hasSize(33);
    }

    @Test
    void clockResetAndInterruptCarryAttributes() throws IOException {
        String text = verilog(32, 64);
        assertThat(text.lines()
                        .filter(line -> line.contains(" aclk,"))
                        .findFirst()
                        .orElseThrow())
                .contains(
                        "X_INTERFACE_INFO = \"xilinx.com:signal:clock:1.0 aclk CLK\"",
                        "X_INTERFACE_PARAMETER = \"ASSOCIATED_BUSIF s_axi_ctrl:m_axi_gmem, ASSOCIATED_RESET aresetn\"");
        assertThat(text.lines()
                        .filter(line -> line.contains(" aresetn,"))
                        .findFirst()
                        .orElseThrow())
                .contains("xilinx.com:signal:reset:1.0 aresetn RST", "POLARITY ACTIVE_LOW");
        assertThat(text.lines()
                        .filter(line -> line.contains("reg           interrupt"))
                        .findFirst()
                        .orElseThrow())
                .contains("xilinx.com:signal:interrupt:1.0 interrupt INTERRUPT", "SENSITIVITY LEVEL_HIGH");
        assertThat(text).contains("always @(posedge aclk) begin\n    if(!aresetn) begin\n      interrupt <= 1'b0;");
    }

    @Test
    void burstsAreFullWidth() throws IOException {
        assertThat(verilog(32, 64)).contains("m_axi_gmem_arsize = 3'b011;", "m_axi_gmem_awburst = 2'b01;");
        assertThat(verilog(32, 128)).contains("m_axi_gmem_awsize = 3'b100;", "m_axi_gmem_wstrb = 16'hffff;");
    }

    @ParameterizedTest
    @CsvSource({"31, 64, 31 bits", "65, 64, 65 bits", "40, 16, 16 bits", "40, 96, 96 bits", "40, 2048, 2048 bits"})
    void illegalWidthsAreRefused(int addressBits, int dataBits, String message) {
        assertThatThrownBy(() -> verilog(addressBits, dataBits))
                .isInstanceOf(HdlException.class)
                .hasMessageContaining(message);
    }
}
