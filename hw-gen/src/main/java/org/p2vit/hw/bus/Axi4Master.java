// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.bus;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Locale;
import org.p2vit.hw.dsl.HwPort;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The signals of an AXI4 memory port (AMBA IHI 0022, A2), read and write. Held by a port named {@code m_axi_gmem} they are
 * {@code m_axi_gmem_awaddr} and so on, which IP Integrator infers.
 *
 * <p>There are no ID signals: the master has one ID, so every slave answers in order. Bursts are INCR of full-width
 * beats, normal non-cacheable bufferable memory. That bursts are short enough and stay within 4 KiB is the business of
 * who makes them.
 */
public final class Axi4Master extends HwPort {
    private static final int INCR = 0b01;
    private static final int MODIFIABLE_BUFFERABLE = 0b0011;

    private final int addressBits;
    private final int dataBits;

    public final UInt awaddr;
    public final UInt awlen = uint(8);
    public final UInt awsize = uint(3);
    public final Bits awburst = bits(2);
    public final Bits awlock = bits(1);
    public final Bits awcache = bits(4);
    public final Bits awprot = bits(3);
    public final Bits awqos = bits(4);
    public final Bool awvalid = bool();
    public final Bool awready = bool();
    public final Bits wdata;
    public final Bits wstrb;
    public final Bool wlast = bool();
    public final Bool wvalid = bool();
    public final Bool wready = bool();
    public final Bits bresp = bits(2);
    public final Bool bvalid = bool();
    public final Bool bready = bool();
    public final UInt araddr;
    public final UInt arlen = uint(8);
    public final UInt arsize = uint(3);
    public final Bits arburst = bits(2);
    public final Bits arlock = bits(1);
    public final Bits arcache = bits(4);
    public final Bits arprot = bits(3);
    public final Bits arqos = bits(4);
    public final Bool arvalid = bool();
    public final Bool arready = bool();
    public final Bits rdata;
    public final Bits rresp = bits(2);
    public final Bool rlast = bool();
    public final Bool rvalid = bool();
    public final Bool rready = bool();

    /**
     * @param addressBits 32 to 64
     * @param dataBits 32, 64, 128 ... 1024
     */
    public Axi4Master(int addressBits, int dataBits) {
        check(addressBits >= 32 && addressBits <= 64, "AXI address of " + addressBits + " bits, allowed is 32 to 64");
        check(
                dataBits >= 32 && dataBits <= 1024 && Integer.bitCount(dataBits) == 1,
                "AXI data of " + dataBits + " bits, allowed is a power of two from 32 to 1024");
        this.addressBits = addressBits;
        this.dataBits = dataBits;
        awaddr = uint(addressBits);
        wdata = bits(dataBits);
        wstrb = bits(dataBits / 8);
        araddr = uint(addressBits);
        rdata = bits(dataBits);
    }

    @Override
    protected void asMaster() {
        out(awaddr, awlen, awsize, awburst, awlock, awcache, awprot, awqos, awvalid);
        out(wdata, wstrb, wlast, wvalid);
        out(bready);
        out(araddr, arlen, arsize, arburst, arlock, arcache, arprot, arqos, arvalid);
        out(rready);
        in(awready, wready, bresp, bvalid, arready, rdata, rresp, rlast, rvalid);
    }

    /**
     * What packaging tools are told of a port of this kind: by that, interconnects leave out what is never used.
     *
     * @param reads bursts that may be under way
     */
    public String parameters(int reads) {
        return String.format(
                Locale.ROOT,
                "PROTOCOL AXI4, DATA_WIDTH %d, ADDR_WIDTH %d, ID_WIDTH 0, MAX_BURST_LENGTH 256, "
                        + "SUPPORTS_NARROW_BURST 0, NUM_READ_OUTSTANDING %d",
                dataBits,
                addressBits,
                reads);
    }

    /**
     * Lets {@code burst} ask for data that arrives, in order, on {@code beat}.
     *
     * @param resetn of who asks; nothing is offered while it is low, not even in its first cycle
     */
    public void read(HwStream<Burst> burst, HwStream<ReadBeat> beat, Bool resetn) {
        assign(araddr, burst.payload.address);
        assign(arlen, burst.payload.length);
        assign(arsize, Integer.numberOfTrailingZeros(dataBits / 8));
        assign(arburst, INCR);
        assign(arlock, 0);
        assign(arcache, MODIFIABLE_BUFFERABLE);
        assign(arprot, 0);
        assign(arqos, 0);
        assign(arvalid, and(burst.valid, resetn));
        assign(burst.ready, arready);
        assign(beat.payload.data, rdata);
        assign(beat.payload.last, rlast);
        assign(beat.payload.error, bit(rresp, 1));
        assign(beat.valid, rvalid);
        assign(rready, beat.ready);
    }

    /**
     * Writes the beats of {@code beat} to the bursts of {@code burst}. Responses are always accepted: one arrives in each
     * cycle of {@link #responseValid()}.
     *
     * @param resetn as in {@link #read}
     */
    public void write(HwStream<Burst> burst, HwStream<WriteBeat> beat, Bool resetn) {
        assign(awaddr, burst.payload.address);
        assign(awlen, burst.payload.length);
        assign(awsize, Integer.numberOfTrailingZeros(dataBits / 8));
        assign(awburst, INCR);
        assign(awlock, 0);
        assign(awcache, MODIFIABLE_BUFFERABLE);
        assign(awprot, 0);
        assign(awqos, 0);
        assign(awvalid, and(burst.valid, resetn));
        assign(burst.ready, awready);
        assign(wdata, beat.payload.data);
        fill(wstrb);
        assign(wlast, beat.payload.last);
        assign(wvalid, and(beat.valid, resetn));
        assign(beat.ready, wready);
        assign(bready, true);
    }

    /** A write burst ends in this cycle; for use after {@link #write}. */
    public Bool responseValid() {
        return bvalid;
    }

    /** The burst that ends was not written (SLVERR or DECERR). */
    public Bool responseError() {
        return bit(bresp, 1);
    }
}
