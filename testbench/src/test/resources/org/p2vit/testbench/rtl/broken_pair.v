// SPDX-License-Identifier: Apache-2.0
// Both sides of an AXI4 port, which write one beat and read two, again and again: for a monitor. `sin` is the rule that the slave breaks;
// 0 is none.
module broken_pair(
  input aclk, input aresetn, input [3:0] sin,
  output [31:0] m_axi_araddr, output [7:0] m_axi_arlen, output m_axi_arvalid, output m_axi_arready,
  output [63:0] m_axi_rdata, output [1:0] m_axi_rresp, output m_axi_rlast, output m_axi_rvalid, output m_axi_rready,
  output [31:0] m_axi_awaddr, output [7:0] m_axi_awlen, output m_axi_awvalid, output m_axi_awready,
  output [63:0] m_axi_wdata, output m_axi_wlast, output m_axi_wvalid, output m_axi_wready,
  output [1:0] m_axi_bresp, output m_axi_bvalid, output m_axi_bready
);
  reg [3:0] time_of_round;
  always @(posedge aclk) time_of_round <= aresetn ? time_of_round + 1 : 0;
  wire running = aresetn && time_of_round != 0;
  assign m_axi_araddr = 32'd0;
  assign m_axi_arlen = 8'd1;
  assign m_axi_arvalid = running && time_of_round == 1;
  assign m_axi_arready = 1'b1;
  // The first beat waits for a cycle.
  assign m_axi_rvalid = running && (time_of_round == 4 || (time_of_round == 5 && sin != 2) || time_of_round == 6
      || (sin == 1 && time_of_round == 8));
  assign m_axi_rready = time_of_round != 4;
  assign m_axi_rdata = {60'd0, sin == 3 ? time_of_round : 4'd0};
  assign m_axi_rresp = sin == 4 ? 2'd1 : 2'd0;
  assign m_axi_rlast = sin == 5 ? time_of_round == 7 : sin == 6 || time_of_round == 6;
  assign m_axi_awaddr = 32'd0;
  assign m_axi_awlen = 8'd0;
  assign m_axi_awvalid = running && time_of_round == 1;
  assign m_axi_awready = 1'b1;
  assign m_axi_wdata = 64'd0;
  assign m_axi_wlast = 1'b1;
  assign m_axi_wvalid = running && time_of_round == 3;
  assign m_axi_wready = 1'b1;
  // The response waits for a cycle.
  assign m_axi_bvalid = running && (time_of_round == (sin == 7 ? 2 : sin == 8 ? 3 : 9) || time_of_round == (sin == 9 ? 12 : 10));
  assign m_axi_bready = time_of_round != 9;
  assign m_axi_bresp = sin == 10 ? 2'd1 : sin == 11 && time_of_round == 9 ? 2'd2 : 2'd0;
endmodule
