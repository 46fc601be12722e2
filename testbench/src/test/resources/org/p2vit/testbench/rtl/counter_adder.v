// SPDX-License-Identifier: Apache-2.0
// A registered adder, a combinational sum, a wide inverter, and a word stream made two levels below the top.
module pulse(input aclk, input aresetn, input [7:0] every, output reg word_valid, output reg [19:0] word_data);
  reg [7:0] count;
  always @(posedge aclk) begin
    if (!aresetn) begin
      count <= 0;
      word_valid <= 0;
      word_data <= 0;
    end else begin
      count <= (count + 1 == every) ? 8'd0 : count + 1;
      word_valid <= count == 0;
      if (count == 0) word_data <= word_data + 20'd3;
    end
  end
endmodule

module middle(input aclk, input aresetn, input [7:0] every, output any);
  pulse inner_pulse(.aclk(aclk), .aresetn(aresetn), .every(every), .word_valid(any), .word_data());
endmodule

module counter_adder(
  input aclk, input aresetn,
  input [15:0] a, input signed [15:0] b, output reg [15:0] sum, output [16:0] now__sum,
  input [63:0] quad, output reg [63:0] quad_q,
  input [299:0] wide, output reg [299:0] wide_q,
  input [7:0] every, output any
);
  wire odd_sum = sum[0];
  always @(posedge aclk) begin
    sum <= aresetn ? a + b : 16'd0;
    quad_q <= ~quad;
    wide_q <= ~wide;
  end
  assign now__sum = {1'b0, a} + {1'b0, b};
  middle mid(.aclk(aclk), .aresetn(aresetn), .every(every), .any(any));
endmodule
