// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.bus;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * AXI-Lite slave in front of a register file: one write and one read at a time, independent of each other. Address and data of a write
 * may come in any order.
 *
 * <p>{@code write} is high for one cycle with address and data, which stand since the cycle before; {@code readData} answers the
 * {@code readAddress} of the cycle before, when {@code read} is high. {@code writeKnown} and {@code readKnown} say likewise, a cycle after
 * the address, whether a register is there that can be accessed; an access elsewhere, or a partial write, does nothing and gets SLVERR.
 */
public final class RegisterAccess extends HwModule {
    private static final int OKAY = 0;
    private static final int SLVERR = 2;

    public final AxiLite axi;
    public final Bool write = out(bool());
    public final UInt writeAddress;
    public final Bits writeData = out(bits(32));
    public final Bool writeKnown = in(bool());
    public final UInt readAddress;
    /** A register is read. */
    public final Bool read = out(bool());

    public final Bits readData = in(bits(32));
    public final Bool readKnown = in(bool());
    private final Bool addressHeld = reg(bool(), false);
    private final UInt heldAddress;
    private final Bool dataHeld = reg(bool(), false);
    private final Bits heldData = reg(bits(32));
    private final Bool heldWhole = reg(bool());
    private final Bool responding = reg(bool(), false);
    private final Bits response = reg(bits(2));
    private final Bool reading = reg(bool(), false);
    private final Bits readResult = reg(bits(32));
    private final Bits readResponse = reg(bits(2));

    public RegisterAccess(int addressBits) {
        axi = slave(new AxiLite(addressBits));
        writeAddress = out(uint(addressBits));
        readAddress = out(uint(addressBits));
        heldAddress = reg(uint(addressBits));

        assign(axi.awready, not(addressHeld));
        assign(axi.wready, not(dataHeld));
        when(and(axi.awvalid, axi.awready), () -> {
            assign(addressHeld, true);
            assign(heldAddress, axi.awaddr);
        });
        when(and(axi.wvalid, axi.wready), () -> {
            assign(dataHeld, true);
            assign(heldData, axi.wdata);
            assign(heldWhole, andReduce(axi.wstrb));
        });
        Bool both = named("both", regNext(and(addressHeld, dataHeld), false));
        Bool perform = named("perform", and(both, addressHeld, dataHeld, not(responding)));
        assign(write, and(perform, heldWhole, writeKnown));
        assign(writeAddress, heldAddress);
        assign(writeData, heldData);
        when(perform, () -> {
            assign(responding, true);
            assign(response, mux(and(heldWhole, writeKnown), bits(2, OKAY), bits(2, SLVERR)));
        });
        assign(axi.bvalid, responding);
        assign(axi.bresp, response);
        when(and(responding, axi.bready), () -> {
            assign(responding, false);
            assign(addressHeld, false);
            assign(dataHeld, false);
        });

        Bool asked = named("asked", reg(bool(), false));
        assign(axi.arready, not(or(asked, reading)));
        assign(readAddress, axi.araddr);
        assign(asked, and(axi.arvalid, axi.arready));
        assign(read, asked);
        when(asked, () -> {
            assign(reading, true);
            assign(readResult, readData);
            assign(readResponse, mux(readKnown, bits(2, OKAY), bits(2, SLVERR)));
        });
        assign(axi.rvalid, reading);
        assign(axi.rdata, readResult);
        assign(axi.rresp, readResponse);
        when(and(reading, axi.rready), () -> assign(reading, false));
    }
}
