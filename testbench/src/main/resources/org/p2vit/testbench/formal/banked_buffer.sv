// SPDX-License-Identifier: Apache-2.0
// BankedBuffer of four banks as GroupReadBuffer: a first writer of two banks at once, waiting ones of one bank and of two, readers of one and of two.
// Any word of any bank is watched.
module proof (
    input aclk, input first, input [1:0] first_address, first_mask, input first_group, input [3:0] first_0, first_1,
    input [1:0] ask, input [1:0] address_0, bank_0, input [3:0] word_0,
    input [1:0] address_1, mask_1, input group_1, input [3:0] word_1_0, word_1_1,
    input [1:0] read, input [1:0] read_0, read_bank_0, read_1, input read_group_1, input other);
  `RESET
  wire [1:0] ready, other_ready, read_ready;
  wire [3:0] data_0, data_1_0, data_1_1;
  // Which writer asks the other way round in a second buffer, whose contents do not matter.
  wire who = $anyconst;
  wire [1:0] other_ask = who ? {other, ask[0]} : {ask[1], other};
  GroupReadBuffer dut (
    .aclk(aclk), .aresetn(started), .priorityValid(first), .priority_address({14'd0, first_address}),
    .priority_banks({2'd0, first_mask} << 2 * first_group), .priority_data_0(first_0), .priority_data_1(first_1),
    .writers_0_valid(ask[0]), .writers_0_ready(ready[0]), .writers_0_payload_address({14'd0, address_0}), .writers_0_payload_group(bank_0),
    .writers_0_payload_mask(1'b1), .writers_0_payload_data_0(word_0),
    .writers_1_valid(ask[1]), .writers_1_ready(ready[1]), .writers_1_payload_address({14'd0, address_1}), .writers_1_payload_group(group_1),
    .writers_1_payload_mask(mask_1), .writers_1_payload_data_0(word_1_0), .writers_1_payload_data_1(word_1_1),
    .readers_0_valid(read[0]), .readers_0_ready(read_ready[0]), .readers_0_address({14'd0, read_0}), .readers_0_group(read_bank_0),
    .readers_0_data_0(data_0), .readers_1_valid(read[1]), .readers_1_ready(read_ready[1]), .readers_1_address({14'd0, read_1}),
    .readers_1_group(read_group_1), .readers_1_data_0(data_1_0), .readers_1_data_1(data_1_1));
  GroupReadBuffer twin (
    .aclk(aclk), .aresetn(started), .priorityValid(first), .priority_address({14'd0, first_address}),
    .priority_banks({2'd0, first_mask} << 2 * first_group), .priority_data_0(first_0), .priority_data_1(first_1),
    .writers_0_valid(other_ask[0]), .writers_0_ready(other_ready[0]), .writers_0_payload_address({14'd0, address_0}),
    .writers_0_payload_group(bank_0), .writers_0_payload_mask(1'b1), .writers_0_payload_data_0(word_0),
    .writers_1_valid(other_ask[1]), .writers_1_ready(other_ready[1]), .writers_1_payload_address({14'd0, address_1}),
    .writers_1_payload_group(group_1), .writers_1_payload_mask(mask_1), .writers_1_payload_data_0(word_1_0),
    .writers_1_payload_data_1(word_1_1), .readers_0_valid(1'b0), .readers_0_address(16'd0), .readers_0_group(2'd0), .readers_1_valid(1'b0),
    .readers_1_address(16'd0), .readers_1_group(1'd0));

  wire [1:0] bank = $anyconst, address = $anyconst;
  // The banks that each wants.
  wire [3:0] wants_first = first ? first_mask << 2 * first_group : 4'd0;
  wire [3:0] wants_0 = ask[0] ? 1 << bank_0 : 4'd0;
  wire [3:0] wants_1 = ask[1] ? mask_1 << 2 * group_1 : 4'd0;
  wire [3:0] gets_0 = ready[0] ? wants_0 : 4'd0;
  wire [3:0] gets_1 = ready[1] ? wants_1 : 4'd0;
  wire hit_first = wants_first[bank] && first_address == address;
  wire hit_0 = gets_0[bank] && address_0 == address;
  wire hit_1 = gets_1[bank] && address_1 == address;
  wire hit = hit_first || hit_0 || hit_1;
  wire reads_0 = read[0] && read_ready[0] && read_bank_0 == bank && read_0 == address;
  wire reads_1 = read[1] && read_ready[1] && read_group_1 == bank[1] && read_1 == address;
  reg known = 0;
  reg [3:0] word, was, before;
  reg [1:0] late_0 = 0, late_1 = 0;
  always @(posedge aclk) if (started) begin
    if (hit) begin
      known <= 1;
      word <= hit_first ? (bank[0] ? first_1 : first_0) : hit_0 ? word_0 : bank[0] ? word_1_1 : word_1_0;
    end
    // What is read while it is written is not defined.
    late_0 <= {late_0[0], reads_0 && known && !hit};
    late_1 <= {late_1[0], reads_1 && known && !hit};
    was <= word;
    before <= was;

    first_is_never_refused: assert ((wants_first & (gets_0 | gets_1)) == 0);
    one_write_a_bank: assert ((gets_0 & gets_1) == 0);
    waits_only_for_its_bank: assert (!ask[0] || ready[0] == ((wants_0 & wants_first) == 0));
    waits_only_for_its_banks: assert (!ask[1] || ready[1] == ((wants_1 & (wants_first | wants_0)) == 0));
    ready_does_not_look_at_its_valid: assert (ready[who] == other_ready[who]);
    first_reader_is_never_refused: assert (read_ready[0]);
    reader_waits_only_for_its_banks: assert (!read[1] || read_ready[1] == !(read[0] && read_bank_0[1] == read_group_1));
    holds_what_was_granted_last: assert (!late_0[1] || data_0 == before);
    and_for_the_other_reader: assert (!late_1[1] || (bank[0] ? data_1_1 : data_1_0) == before);

    all_write: cover (first && ask == 3 && ready == 3 && mask_1 == 1);
    waits: cover (ask[1] && !ready[1] && wants_first == 0 && mask_1 == 3);
    read_after_write: cover (late_1[1] && before == 9 && bank == 3 && $past(hit_1, 3));
  end
endmodule
