// SPDX-License-Identifier: Apache-2.0
// ProgramSequence: the first part once, then the part behind it for each further image. What it is told does not change while it runs.
module proof (input aclk, input transfer_ready, input dispatched);
  `RESET
  wire [21:0] commands = $anyconst, loop_commands = $anyconst;
  wire [31:0] images = $anyconst, address = $anyconst;
  wire transfer_valid, overrun;
  wire [23:0] words;
  wire [31:0] from;
  ProgramSequence dut (
    .aclk(aclk), .aresetn(started), .run(1'b1), .address(address), .commands(commands), .loopCommands(loop_commands), .images(images),
    .dispatched(dispatched), .transfer_valid(transfer_valid), .transfer_ready(transfer_ready), .transfer_payload_words(words),
    .transfer_payload_address(from), .overrun(overrun));
  (* hierconn *) wire [31:0] \dut.left , \dut.further ;
  (* hierconn *) wire \dut.begun , \dut.more ;
  (* hierconn *) wire [22:0] \dut.pending ;

  `HOLDS(transfer_stays, transfer_valid, transfer_ready, {words, from})
  wire goes = transfer_valid && transfer_ready;
  reg [31:0] parts = 0;     // that have been sent
  reg [22:0] waiting = 0;   // commands of them that are not dispatched
  wire [21:0] count = parts == 0 ? commands : loop_commands;
  reg settled = 0;
  always @(posedge aclk) if (started) begin
    settled <= 1;
    parts <= parts + goes;
    waiting <= waiting + (goes ? count : 0) - dispatched;
    some_images: assume (images != 0);
    one_cycle_before_the_second: assume (settled || !transfer_ready);
    dispatched_what_was_fetched: assume (!dispatched || waiting != 0);
    two_parts_are_held: assume (!goes || waiting <= 23'h3fffff);

    a_part_for_each_image: assert (transfer_valid == (parts != images));
    whole_commands: assert (!transfer_valid || words == 4 * count);
    the_first_then_what_follows: assert (!transfer_valid || from == (parts == 0 ? address : address + 32 * commands));
    over_when_all_is_dispatched: assert (overrun == (parts == images && waiting == 0));
    // Invariants.
    counts_down: assert (\dut.begun == (parts != 0) && (parts == 0 ? \dut.left == 0 : \dut.left == images - parts) && \dut.more == (\dut.left != 0));
    same_count: assert (\dut.pending == waiting);
    knows_where: assert (!settled || \dut.further == address + 32 * commands);
    not_beyond: assert (parts <= images);

    three_images: cover (overrun && images == 3 && commands == 2 && loop_commands == 1);
    waits: cover (transfer_valid && parts == 1 && $past(transfer_valid && parts == 1, 2));
  end
endmodule
