// SPDX-License-Identifier: Apache-2.0
// CreditCounter of capacity 5, both kinds, used as its contract demands.
module proof (input aclk, input taken, input returned);
  `RESET
  wire room_0, room_1, some_0, some_1, none_0, none_1;
  CreditCounters dut (
    .aclk(aclk), .aresetn(started), .taken(taken), .returned(returned),
    .room_0(room_0), .room_1(room_1), .some_0(some_0), .some_1(some_1), .none_0(none_0), .none_1(none_1));

  reg [2:0] held = 0;
  always @(posedge aclk) if (started) begin
    held <= held + taken - returned;
    takes_with_room: assume (!taken || held < 5);
    returns_what_it_has: assume (!returned || held != 0);
    room: assert (room_0 == (held < 5) && room_1 == room_0);
    some: assert (some_0 == (held != 0) && some_1 == some_0);
    none: assert (none_0 == (held == 0) && none_1 == none_0);
    bounded: assert (held <= 5);
    all_taken: cover (held == 5 && returned);
    empty_again: cover (held == 0 && $past(held) == 1);
  end
endmodule
