// SPDX-License-Identifier: Apache-2.0
// RegisterAccess as an AXI4-Lite slave: one answer for each access, in any order of address and data, and what a master may see of it.
module proof (
    input aclk, input awvalid, input [11:0] awaddr, input wvalid, input [31:0] wdata, input [3:0] wstrb, input bready,
    input arvalid, input [11:0] araddr, input rready, input write_known, input read_known, input [31:0] read_data);
  `RESET
  wire awready, wready, bvalid, arready, rvalid, write, read;
  wire [1:0] bresp, rresp;
  wire [31:0] rdata, write_data;
  wire [11:0] write_address, read_address;
  RegisterAccess dut (
    .aclk(aclk), .aresetn(started), .axi_awaddr(awaddr), .axi_awprot(3'd0), .axi_awvalid(awvalid), .axi_awready(awready),
    .axi_wdata(wdata), .axi_wstrb(wstrb), .axi_wvalid(wvalid), .axi_wready(wready), .axi_bresp(bresp), .axi_bvalid(bvalid),
    .axi_bready(bready), .axi_araddr(araddr), .axi_arprot(3'd0), .axi_arvalid(arvalid), .axi_arready(arready),
    .axi_rdata(rdata), .axi_rresp(rresp), .axi_rvalid(rvalid), .axi_rready(rready),
    .write(write), .writeAddress(write_address), .writeData(write_data), .writeKnown(write_known),
    .readAddress(read_address), .read(read), .readData(read_data), .readKnown(read_known));

  `MUST_HOLD(address_held, awvalid, awready, awaddr)
  `MUST_HOLD(data_held, wvalid, wready, {wdata, wstrb})
  `MUST_HOLD(read_held, arvalid, arready, araddr)
  `HOLDS(response_stays, bvalid, bready, bresp)
  `HOLDS(read_result_stays, rvalid, rready, {rdata, rresp})

  // Accesses that are accepted and not answered.
  reg addressed = 0, provided = 0, written = 0, asked = 0, reading = 0;
  reg [11:0] address;
  reg [31:0] data, result;
  reg [3:0] strobes;
  reg okay, read_okay;
  reg [1:0] waited = 0;
  always @(posedge aclk) if (started) begin
    if (awvalid && awready) begin addressed <= 1; address <= awaddr; end
    if (wvalid && wready) begin provided <= 1; data <= wdata; strobes <= wstrb; end
    if (write) written <= 1;
    if (bvalid && bready) begin addressed <= 0; provided <= 0; written <= 0; end
    waited <= addressed && provided && !bvalid ? waited + 1 : 0;
    if (!bvalid) okay <= write_known && &strobes;
    asked <= arvalid && arready;
    if (asked) begin reading <= 1; result <= read_data; read_okay <= read_known; end
    if (rvalid && rready) reading <= 0;

    one_write_at_a_time: assert (!(addressed && awready) && !(provided && wready));
    takes_a_write_when_free: assert ((addressed || awready) && (provided || wready));
    answers_after_both: assert (!bvalid || addressed && provided);
    answers_soon: assert (waited <= 2);
    writes_once: assert (!write || !written && addressed && provided && !bvalid);
    writes_what_was_sent: assert (!write || write_address == address && write_data == data);
    writes_only_whole_words_of_registers: assert (!write || write_known && strobes == 15);
    response: assert (!bvalid || bresp == (written ? 0 : 2) && okay == written);
    one_read_at_a_time: assert (rvalid == reading && arready == !(reading || asked) && !(reading && asked));
    reads_a_cycle_later: assert (read == asked);
    stands_a_cycle_before: assert (!write || $past(addressed && provided && started));
    asks_for_the_address: assert (read_address == araddr);
    reads_as_of_the_next_cycle: assert (!rvalid || rdata == result && rresp == (read_okay ? 0 : 2));
    data_before_address: cover (write && $past(provided, 3) && !$past(addressed, 2));
    partial_write: cover (bvalid && bresp == 2 && bready && strobes == 3);
    both_at_once: cover (bvalid && rvalid);
  end
endmodule
