// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.bus;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Locale;
import org.p2vit.hw.dsl.HwPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The signals of an AXI4-Lite port with 32-bit data (AMBA IHI 0022, B1). Held by a port named {@code s_axi_ctrl} they are
 * {@code s_axi_ctrl_awaddr} and so on, which IP Integrator infers.
 */
public final class AxiLite extends HwPort {
    /** Bits of a register. */
    public static final int DATA_BITS = 32;

    private final int addressBits;

    public final UInt awaddr;
    public final Bits awprot = bits(3);
    public final Bool awvalid = bool();
    public final Bool awready = bool();
    public final Bits wdata = bits(DATA_BITS);
    public final Bits wstrb = bits(DATA_BITS / 8);
    public final Bool wvalid = bool();
    public final Bool wready = bool();
    public final Bits bresp = bits(2);
    public final Bool bvalid = bool();
    public final Bool bready = bool();
    public final UInt araddr;
    public final Bits arprot = bits(3);
    public final Bool arvalid = bool();
    public final Bool arready = bool();
    public final Bits rdata = bits(DATA_BITS);
    public final Bits rresp = bits(2);
    public final Bool rvalid = bool();
    public final Bool rready = bool();

    /** @param addressBits bits of a byte address, 12 or more: tools give a slave at least 4 KiB */
    public AxiLite(int addressBits) {
        check(
                addressBits >= 12 && addressBits <= 32,
                "AXI-Lite address of " + addressBits + " bits, allowed is 12 to 32");
        this.addressBits = addressBits;
        awaddr = uint(addressBits);
        araddr = uint(addressBits);
    }

    @Override
    protected void asMaster() {
        out(awaddr, awprot, awvalid, wdata, wstrb, wvalid, bready, araddr, arprot, arvalid, rready);
        in(awready, wready, bresp, bvalid, arready, rdata, rresp, rvalid);
    }

    /** What packaging tools are told of a port of this kind. */
    public String parameters() {
        return String.format(Locale.ROOT, "PROTOCOL AXI4LITE, DATA_WIDTH %d, ADDR_WIDTH %d", DATA_BITS, addressBits);
    }

    /** Passes this slave port of a module on to the slave port of a child. */
    public void to(AxiLite child) {
        assign(child.awaddr, awaddr);
        assign(child.awprot, awprot);
        assign(child.awvalid, awvalid);
        assign(awready, child.awready);
        assign(child.wdata, wdata);
        assign(child.wstrb, wstrb);
        assign(child.wvalid, wvalid);
        assign(wready, child.wready);
        assign(bresp, child.bresp);
        assign(bvalid, child.bvalid);
        assign(child.bready, bready);
        assign(child.araddr, araddr);
        assign(child.arprot, arprot);
        assign(child.arvalid, arvalid);
        assign(arready, child.arready);
        assign(rdata, child.rdata);
        assign(rresp, child.rresp);
        assign(rvalid, child.rvalid);
        assign(child.rready, rready);
    }
}
