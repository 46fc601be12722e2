// SPDX-License-Identifier: Apache-2.0
// Copies `beats` 128-bit words from `src` to `dst` in DRAM, one burst at a time, every byte plus one.
// Registers: 0x00 start, 0x04 status (bit 0 done, bit 1 bus error), 0x08 src, 0x0c dst, 0x10 beats, 0x14 sin.
// A sin makes it break one rule: 1 bursts cross 4 KiB, 2 bready never rises, 3 arvalid falls before arready,
// 4 wlast is missing, 5 the write data changes while it waits, 6 FIXED bursts, 7 half-width beats.
// Other register addresses answer SLVERR.
module mover(
  input aclk, input aresetn, output reg interrupt,
  input [7:0] s_axil_awaddr, input s_axil_awvalid, output s_axil_awready,
  input [31:0] s_axil_wdata, input [3:0] s_axil_wstrb, input s_axil_wvalid, output s_axil_wready,
  output reg [1:0] s_axil_bresp, output reg s_axil_bvalid, input s_axil_bready,
  input [7:0] s_axil_araddr, input s_axil_arvalid, output s_axil_arready,
  output reg [31:0] s_axil_rdata, output reg [1:0] s_axil_rresp, output reg s_axil_rvalid, input s_axil_rready,
  output reg [31:0] m_axi_araddr, output reg [7:0] m_axi_arlen, output [2:0] m_axi_arsize,
  output [1:0] m_axi_arburst, output reg m_axi_arvalid, input m_axi_arready,
  input [127:0] m_axi_rdata, input [1:0] m_axi_rresp, input m_axi_rlast, input m_axi_rvalid, output m_axi_rready,
  output reg [31:0] m_axi_awaddr, output reg [7:0] m_axi_awlen, output [2:0] m_axi_awsize,
  output [1:0] m_axi_awburst, output reg m_axi_awvalid, input m_axi_awready,
  output [127:0] m_axi_wdata, output [15:0] m_axi_wstrb, output m_axi_wlast, output reg m_axi_wvalid,
  input m_axi_wready, input [1:0] m_axi_bresp, input m_axi_bvalid, output m_axi_bready
);
  localparam IDLE = 0, ADDRESS = 1, READ = 2, COMMAND = 3, WRITE = 4, ANSWER = 5;
  reg [2:0] state, sin;
  reg [31:0] src, dst, left;
  reg done, failed;
  reg [8:0] burst, index;
  reg [127:0] store [0:255];
  reg [127:0] jitter;

  // Register file: a write needs address and data together, and takes both in the cycle after.
  reg write;
  assign s_axil_awready = write;
  assign s_axil_wready = write;
  assign s_axil_arready = !s_axil_rvalid;
  wire start = write && s_axil_awaddr == 8'h00;
  always @(posedge aclk) begin
    write <= aresetn && s_axil_awvalid && s_axil_wvalid && !s_axil_bvalid && !write;
    if (s_axil_bready) s_axil_bvalid <= 0;
    if (s_axil_rready) s_axil_rvalid <= 0;
    if (write) begin
      s_axil_bvalid <= 1;
      s_axil_bresp <= s_axil_awaddr > 8'h14 ? 2'd2 : 2'd0;
      if (s_axil_awaddr == 8'h14) sin <= s_axil_wdata[2:0];
    end
    if (s_axil_arvalid && s_axil_arready) begin
      s_axil_rvalid <= 1;
      s_axil_rresp <= s_axil_araddr > 8'h14 ? 2'd2 : 2'd0;
      case (s_axil_araddr)
        8'h04: s_axil_rdata <= {30'd0, failed, done};
        8'h08: s_axil_rdata <= src;
        8'h0c: s_axil_rdata <= dst;
        8'h10: s_axil_rdata <= left;
        default: s_axil_rdata <= 0;
      endcase
    end
    if (!aresetn) begin
      s_axil_bvalid <= 0;
      s_axil_rvalid <= 0;
      sin <= 0;
    end
  end

  // Longest burst from both addresses that stays inside its 4 KiB pages, at most 16 beats unless it sins.
  wire [8:0] src_room = 9'd256 - {1'b0, src[11:4]};
  wire [8:0] dst_room = 9'd256 - {1'b0, dst[11:4]};
  wire [8:0] room = sin == 1 ? 9'd256 : (src_room < dst_room ? src_room : dst_room);
  wire [8:0] most = room < 16 ? room : 9'd16;
  wire [8:0] next_burst = left < {23'd0, most} ? left[8:0] : most;

  assign m_axi_arsize = sin == 7 ? 3'd3 : 3'd4;
  assign m_axi_awsize = 3'd4;
  assign m_axi_arburst = sin == 6 ? 2'd0 : 2'd1;
  assign m_axi_awburst = 2'd1;
  assign m_axi_rready = state == READ;
  assign m_axi_bready = state == ANSWER && sin != 2;
  assign m_axi_wstrb = 16'hffff;
  assign m_axi_wlast = sin != 4 && index + 1 == burst;
  assign m_axi_wdata = store[index[7:0]] ^ (sin == 5 ? jitter : 128'd0);

  wire [127:0] plus_one;
  genvar i;
  generate for (i = 0; i < 16; i = i + 1) begin : bytes
    assign plus_one[8*i +: 8] = m_axi_rdata[8*i +: 8] + 8'd1;
  end endgenerate

  always @(posedge aclk) begin
    jitter <= jitter + 128'd1;
    case (state)
      IDLE: if (start) begin
        state <= ADDRESS;
        done <= 0;
        failed <= 0;
      end
      ADDRESS: begin
        m_axi_arvalid <= left != 0;
        m_axi_araddr <= src;
        m_axi_arlen <= next_burst[7:0] - 8'd1;
        burst <= next_burst;
        index <= 0;
        if (m_axi_arvalid && m_axi_arready) begin
          m_axi_arvalid <= 0;
          state <= READ;
        end else if (m_axi_arvalid && sin == 3) m_axi_arvalid <= 0;
        if (left == 0) begin
          state <= IDLE;
          done <= 1;
          interrupt <= 1;
        end
      end
      READ: if (m_axi_rvalid) begin
        store[index[7:0]] <= plus_one;
        failed <= failed | m_axi_rresp != 0;
        index <= index + 1;
        if (m_axi_rlast) begin
          state <= COMMAND;
          m_axi_awvalid <= 1;
          m_axi_awaddr <= dst;
          m_axi_awlen <= burst[7:0] - 8'd1;
          m_axi_wvalid <= 1;
          index <= 0;
        end
      end
      COMMAND, WRITE: begin
        if (m_axi_awready) m_axi_awvalid <= 0;
        if (m_axi_wvalid && m_axi_wready) begin
          index <= index + 1;
          if (index + 1 == burst) begin
            m_axi_wvalid <= 0;
            state <= ANSWER;
          end
        end
      end
      ANSWER: if (m_axi_bvalid && m_axi_bready) begin
        failed <= failed | m_axi_bresp != 0;
        src <= src + {19'd0, burst, 4'd0};
        dst <= dst + {19'd0, burst, 4'd0};
        left <= left - {23'd0, burst};
        state <= ADDRESS;
      end
      default: state <= IDLE;
    endcase
    if (write && s_axil_awaddr == 8'h08) src <= s_axil_wdata;
    if (write && s_axil_awaddr == 8'h0c) dst <= s_axil_wdata;
    if (write && s_axil_awaddr == 8'h10) left <= s_axil_wdata;
    if (!aresetn) begin
      state <= IDLE;
      done <= 0;
      failed <= 0;
      interrupt <= 0;
      jitter <= 0;
      m_axi_arvalid <= 0;
      m_axi_awvalid <= 0;
      m_axi_wvalid <= 0;
    end
  end
endmodule
