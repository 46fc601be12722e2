// SPDX-License-Identifier: Apache-2.0
// GeluFill with eight entries a word behind a queue of 32 words (a Fifo, job fifo, which here offers and takes words as it likes, and keeps what it offers).
module proof (input aclk, input load_valid, input [15:0] load_address, input [63:0] load_data);
  `RESET
  wire load_ready, idle, enable;
  wire [7:0] address, data;
  GeluFill dut (
    .aclk(aclk), .engine_resetn(started), .load_valid(load_valid), .load_ready(load_ready), .load_payload_address(load_address),
    .load_payload_group(1'b0), .load_payload_mask(1'b1), .load_payload_data_0(load_data), .idle(idle), .write_enable(enable),
    .write_address(address), .write_data(data));
  (* hierconn *) wire \dut.waiting_push_ready , \dut.waiting_pop_valid , \dut.waiting_pop_ready ;
  (* hierconn *) wire [4:0] \dut.waiting_push_payload_index , \dut.waiting_pop_payload_index ;
  (* hierconn *) wire [63:0] \dut.waiting_pop_payload_codes ;
  (* hierconn *) wire [2:0] \dut.position ;
  wire valid = \dut.waiting_pop_valid ;
  wire [4:0] index = \dut.waiting_pop_payload_index ;
  wire [63:0] codes = \dut.waiting_pop_payload_codes ;

  `MUST_HOLD(queue_holds, valid, \dut.waiting_pop_ready , {index, codes})
  reg [2:0] byte_of_word = 0;
  reg wrote = 0;
  reg [15:0] entry;
  always @(posedge aclk) if (started) begin
    byte_of_word <= byte_of_word + valid;
    wrote <= valid;
    entry <= {index, byte_of_word, codes[8*byte_of_word +: 8]};
    takes_what_the_queue_takes: assert (load_ready == \dut.waiting_push_ready && \dut.waiting_push_payload_index == load_address[4:0]);
    a_byte_a_cycle: assert (enable == wrote && (!wrote || {address, data} == entry));
    leaves_with_its_last_byte: assert (!valid || \dut.waiting_pop_ready == (byte_of_word == 7));
    idle_when_all_is_written: assert (idle == (!valid && !wrote));
    same_position: assert (\dut.position == byte_of_word);
    last_entry: cover (enable && address == 255 && data == 7);
    two_words: cover (enable && address[2:0] == 0 && $past(enable && address[2:0] == 7));
  end
endmodule
