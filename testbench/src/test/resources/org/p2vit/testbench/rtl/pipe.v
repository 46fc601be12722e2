// SPDX-License-Identifier: Apache-2.0
// One-word stream register that adds `bias`, and a table lookup: a flow of addresses in, the words read (two cycles
// later) out through a write port. `withdraw` makes the stream break its contract.
module pipe(
  input aclk, input aresetn, input withdraw,
  input up_valid, output up_ready, input [7:0] up_payload_bias, input [71:0] up_payload_data,
  output reg down_valid, input down_ready, output reg [71:0] down_payload,
  input look_valid, input [9:0] look_payload,
  output table_enable, output [9:0] table_address, input [11:0] table_data,
  output reg result_enable, output reg [9:0] result_address, output reg [11:0] result_data
);
  assign up_ready = !down_valid || down_ready;
  always @(posedge aclk) begin
    if (up_ready) begin
      down_valid <= up_valid;
      if (up_valid) down_payload <= up_payload_data + {64'd0, up_payload_bias};
    end else if (withdraw) down_valid <= 0;
    if (!aresetn) down_valid <= 0;
  end

  assign table_enable = look_valid;
  assign table_address = look_payload;
  reg valid1, valid2;
  reg [9:0] address1, address2;
  always @(posedge aclk) begin
    valid1 <= look_valid & aresetn;
    valid2 <= valid1;
    address1 <= look_payload;
    address2 <= address1;
    result_enable <= valid2;
    result_address <= address2;
    result_data <= table_data;
  end
endmodule
