// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.Locale;
import spinal.core.Bits;
import spinal.core.BlackBox;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * A memory with one write port that has an enable for each byte, and one read port. As {@link HwMemory}: the word comes in
 * the next cycle and stays, and is undefined when its address is being written.
 *
 * <p>Its Verilog is written here, as one memory: SpinalHDL would make a memory of every byte, and synthesis a block of every
 * memory. A word is a whole number of bytes.
 */
public final class ByteMemory extends BlackBox {
    public final Bool aclk = Control.in(Types.bool());
    public final Bits writeEnable;
    public final UInt writeAddress;
    public final Bits writeData;
    public final Bool readEnable = Control.in(Types.bool());
    public final UInt readAddress;
    public final Bits readData;

    ByteMemory(int wordBits, int depth, HwMemory.Style style) {
        HdlException.require(wordBits % 8 == 0, () -> "a word of " + wordBits + " bits is no whole number of bytes");
        int addressBits = Logic.indexWidth(depth);
        writeEnable = Control.in(Types.bits(wordBits / 8));
        writeAddress = Control.in(Types.uint(addressBits));
        writeData = Control.in(Types.bits(wordBits));
        readAddress = Control.in(Types.uint(addressBits));
        readData = Control.out(Types.bits(wordBits));
        mapCurrentClockDomain(aclk, null, null, null, null);
        String place = style.name().toLowerCase(Locale.ROOT);
        String name = String.format(Locale.ROOT, "ByteMemory_%s_%dx%d", place, depth, wordBits);
        setDefinitionName(name, false);
        setInlineVerilog(verilog(name, wordBits, depth, place));
        Names.of(this);
        postInitCallback();
    }

    private static String verilog(String name, int wordBits, int depth, String place) {
        return String.format(
                Locale.ROOT, """
                module %1$s (
                  input  wire          aclk,
                  input  wire [%2$d:0] writeEnable,
                  input  wire [%3$d:0] writeAddress,
                  input  wire [%4$d:0] writeData,
                  input  wire          readEnable,
                  input  wire [%3$d:0] readAddress,
                  output reg  [%4$d:0] readData
                );
                  (* ram_style = "%6$s" *) reg [%4$d:0] words [0:%5$d];
                  integer lane;

                  always @(posedge aclk) begin
                    for (lane = 0; lane <= %2$d; lane = lane + 1) begin
                      if (writeEnable[lane]) words[writeAddress][8 * lane +: 8] <= writeData[8 * lane +: 8];
                    end
                    if (readEnable) readData <= words[readAddress];
                  end

                endmodule
                """, name, wordBits / 8 - 1, Logic.indexWidth(depth) - 1, wordBits - 1, depth - 1, place);
    }
}
