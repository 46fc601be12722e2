// SPDX-License-Identifier: Apache-2.0
// An AXI4 master that writes 4 words to 0x100, reads them back and adds them, again and again; and registers behind AXI4-Lite that
// answer what was written last. `sin` is the rule that it breaks; 0 is none.
module broken_master(
  input aclk, input aresetn, input [7:0] sin, output reg [31:0] sum, output reg [15:0] rounds,
  input [11:0] s_axil_awaddr, input s_axil_awvalid, output s_axil_awready,
  input [31:0] s_axil_wdata, input [3:0] s_axil_wstrb, input s_axil_wvalid, output s_axil_wready,
  output [1:0] s_axil_bresp, output s_axil_bvalid, input s_axil_bready,
  input [11:0] s_axil_araddr, input s_axil_arvalid, output s_axil_arready,
  output [31:0] s_axil_rdata, output [1:0] s_axil_rresp, output s_axil_rvalid, input s_axil_rready,
  output [31:0] m_axi_araddr, output [7:0] m_axi_arlen, output [2:0] m_axi_arsize, output [1:0] m_axi_arburst,
  output m_axi_arlock, output [3:0] m_axi_arcache, output m_axi_arvalid, input m_axi_arready,
  input [63:0] m_axi_rdata, input [1:0] m_axi_rresp, input m_axi_rlast, input m_axi_rvalid, output m_axi_rready,
  output [31:0] m_axi_awaddr, output [7:0] m_axi_awlen, output [2:0] m_axi_awsize, output [1:0] m_axi_awburst,
  output m_axi_awlock, output [3:0] m_axi_awcache, output m_axi_awvalid, input m_axi_awready,
  output [63:0] m_axi_wdata, output [7:0] m_axi_wstrb, output m_axi_wlast, output m_axi_wvalid, input m_axi_wready,
  input [1:0] m_axi_bresp, input m_axi_bvalid, output m_axi_bready
);
  localparam IDLE = 0, ADDRESS = 1, DATA = 2, ANSWER = 3, ASK = 4, READ = 5;
  reg [2:0] state;
  reg [1:0] beat;
  reg [7:0] clock;
  reg waited, flicker;

  // Write: the address first, then four beats, then the response.
  wire aw_valid = state == ADDRESS;
  assign m_axi_awvalid = sin == 1 ? aw_valid && (!waited || flicker) : sin == 4 ? aw_valid || !aresetn : sin == 18 ? aw_valid && m_axi_awready : aw_valid;
  assign m_axi_awaddr = (sin == 7 ? 32'h104 : sin == 8 ? 32'hff0 : sin == 9 ? 32'h100000 : 32'h100) ^ (sin == 2 && flicker ? 32'h40 : 0);
  assign m_axi_awlen = sin == 6 ? 8'd20 : 8'd3;
  assign m_axi_awsize = sin == 11 ? 3'd2 : 3'd3;
  assign m_axi_awburst = sin == 10 ? 2'd2 : 2'd1;
  assign m_axi_awlock = sin == 12;
  assign m_axi_awcache = sin == 13 ? 4'b0100 : 4'b0011;
  assign m_axi_wvalid = sin == 15 ? state == DATA || state == ANSWER
      : sin == 16 ? (state == IDLE && clock > 2) || state == DATA : sin == 19 ? state == DATA && !m_axi_bresp[0] : state == DATA;
  assign m_axi_wdata = {62'd0, beat} ^ (sin == 3 && flicker ? 64'h100 : 0);
  assign m_axi_wstrb = 8'hff;
  assign m_axi_wlast = sin == 14 ? beat == 2 : sin == 17 ? 1'b0 : beat == 3;
  assign m_axi_bready = state == ANSWER;

  // Read.
  wire ar_valid = state == ASK;
  assign m_axi_arvalid = sin == 5 ? ar_valid && !waited : ar_valid;
  assign m_axi_araddr = 32'h100;
  assign m_axi_arlen = 8'd3;
  assign m_axi_arsize = 3'd3;
  assign m_axi_arburst = 2'd1;
  assign m_axi_arlock = 1'b0;
  assign m_axi_arcache = 4'b0011;
  assign m_axi_rready = sin == 20 ? state == READ && m_axi_rvalid : state == READ;

  wire beat_taken = m_axi_rready && (m_axi_rvalid || sin == 21);
  always @(posedge aclk) begin
    clock <= clock + 1;
    flicker <= !flicker;
    waited <= (m_axi_awvalid && !m_axi_awready) || (m_axi_arvalid && !m_axi_arready);
    case (state)
      IDLE: if (clock[1:0] == 0) state <= ADDRESS;
      ADDRESS: if (m_axi_awvalid && m_axi_awready) state <= DATA;
      DATA: if (m_axi_wvalid && m_axi_wready) begin
        beat <= beat + 1;
        if (beat == 3) state <= ANSWER;
      end
      ANSWER: if (m_axi_bvalid) state <= ASK;
      ASK: if (m_axi_arvalid && m_axi_arready) state <= READ;
      READ: if (beat_taken) begin
        beat <= beat + 1;
        sum <= sum + m_axi_rdata[31:0];
        if (beat == 3) begin
          state <= IDLE;
          rounds <= rounds + 1;
        end
      end
      default: state <= IDLE;
    endcase
    if (!aresetn) begin
      state <= IDLE;
      beat <= 0;
      clock <= 1;
      waited <= 0;
      flicker <= 0;
      sum <= 0;
      rounds <= 0;
    end
  end

  // Registers.
  reg have_aw, have_w, responding, reading;
  reg [31:0] held, result;
  assign s_axil_awready = sin == 41 ? !have_aw && s_axil_wvalid : !have_aw;
  assign s_axil_wready = !have_w;
  assign s_axil_bvalid = sin == 42 ? have_aw : sin == 43 ? responding && flicker
      : sin == 48 ? responding || !aresetn : responding;
  assign s_axil_bresp = sin == 44 ? 2'd1 : sin == 45 ? {flicker, 1'b0} : 2'd0;
  assign s_axil_arready = !reading;
  assign s_axil_rvalid = sin == 46 ? clock[4:0] == 5 || reading : reading;
  assign s_axil_rdata = result ^ (sin == 47 && flicker ? 32'd1 : 0);
  assign s_axil_rresp = 2'd0;
  always @(posedge aclk) begin
    if (s_axil_awvalid && s_axil_awready) have_aw <= 1;
    if (s_axil_wvalid && s_axil_wready) begin
      have_w <= 1;
      held <= s_axil_wdata;
    end
    if (have_aw && have_w) responding <= 1;
    if (s_axil_bvalid && s_axil_bready) begin
      responding <= 0;
      have_aw <= 0;
      have_w <= 0;
    end
    if (s_axil_arvalid && s_axil_arready) begin
      reading <= 1;
      result <= held;
    end
    if (reading && s_axil_rready) reading <= 0;
    if (!aresetn) begin
      have_aw <= 0;
      have_w <= 0;
      responding <= 0;
      reading <= 0;
      held <= 0;
    end
  end
endmodule
