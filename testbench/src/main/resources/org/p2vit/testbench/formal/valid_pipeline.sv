// SPDX-License-Identifier: Apache-2.0
// ValidPipeline of four cycles with data carried beside it and data held by its stages.
module proof (input aclk, input valid, input [7:0] data);
  `RESET
  wire moving;
  wire [4:0] at;
  wire [7:0] held, carried;
  CarriedData dut (
    .aclk(aclk), .aresetn(started), .valid(valid), .data(data), .moving(moving),
    .at_0(at[0]), .at_1(at[1]), .at_2(at[2]), .at_3(at[3]), .at_4(at[4]), .held(held), .carried(carried));

  reg [4:1] was = 0;
  reg [7:0] was_data [1:4];
  always @(posedge aclk) begin
    was <= started ? {was[3:1], valid} : 0;
    was_data[1] <= data;
    was_data[2] <= was_data[1];
    was_data[3] <= was_data[2];
    was_data[4] <= was_data[3];
  end
  always @(posedge aclk) if (started) begin
    as_late_as_asked: assert (at == {was, valid});
    moves_while_something_is_in: assert (moving == (at != 0));
    held_by_its_stages: assert (!was[4] || held == was_data[4]);
    carried_beside: assert (!was[4] || carried == was_data[4]);
    full: cover (&at);
    empty_again: cover ($fell(moving));
  end
endmodule
