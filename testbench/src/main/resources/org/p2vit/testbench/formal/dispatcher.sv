// SPDX-License-Identifier: Apache-2.0
// Dispatcher up to the pushes of its queues, which are Fifos (job fifo) and here take words as they like. Whether a command is legal is CommandCheck's
// business: it may be either, as said in the cycle after it was taken.
module proof (input aclk, input program_valid, input [255:0] program_words, input halt);
  `RESET
  wire [31:0] images = $anyconst;
  wire program_ready, ended, dispatching;
  wire [7:0] error_code;
  wire [3:0] error_unit;
  wire [15:0] tag;
  wire [31:0] dispatched;
  Dispatcher dut (
    .aclk(aclk), .aresetn(started), .program_valid(program_valid), .program_ready(program_ready), .program_payload_words(program_words),
    .halt(halt), .images(images), .ended(ended), .errorCode(error_code), .errorUnit(error_unit), .tag(tag), .dispatching(dispatching),
    .dispatched(dispatched), .units_0_ready(1'b0), .units_1_ready(1'b0), .units_2_ready(1'b0), .units_3_ready(1'b0), .units_4_ready(1'b0),
    .units_5_ready(1'b0), .units_6_ready(1'b0));
  (* hierconn *) wire \dut.queue_LOAD_push_valid , \dut.queue_STORE_push_valid , \dut.queue_MATMUL_push_valid , \dut.queue_REQUANT_push_valid ;
  (* hierconn *) wire \dut.queue_SOFTMAX_push_valid , \dut.queue_SHIFTMM_push_valid , \dut.queue_NORM_push_valid ;
  (* hierconn *) wire \dut.queue_LOAD_push_ready , \dut.queue_STORE_push_ready , \dut.queue_MATMUL_push_ready , \dut.queue_REQUANT_push_ready ;
  (* hierconn *) wire \dut.queue_SOFTMAX_push_ready , \dut.queue_SHIFTMM_push_ready , \dut.queue_NORM_push_ready ;
  (* hierconn *) wire [255:0] \dut.words , \dut.command_words ;
  (* hierconn *) wire \dut.verdict_badUnit , \dut.verdict_badOpcode , \dut.verdict_badField , \dut.verdict_badOperand ;
  (* hierconn *) wire [31:0] \dut.ends ;
  (* hierconn *) wire \dut.lastImage , \dut.held ;
  // By the number of the unit; 0 is CONTROL, which has no queue.
  wire [7:0] valid = {\dut.queue_NORM_push_valid , \dut.queue_SHIFTMM_push_valid , \dut.queue_SOFTMAX_push_valid , \dut.queue_REQUANT_push_valid ,
    \dut.queue_MATMUL_push_valid , \dut.queue_STORE_push_valid , \dut.queue_LOAD_push_valid , 1'b0};
  wire [7:0] ready = {\dut.queue_NORM_push_ready , \dut.queue_SHIFTMM_push_ready , \dut.queue_SOFTMAX_push_ready , \dut.queue_REQUANT_push_ready ,
    \dut.queue_MATMUL_push_ready , \dut.queue_STORE_push_ready , \dut.queue_LOAD_push_ready , 1'b0};

  // The command that was taken and is not yet in a queue.
  reg pending = 0;
  reg [255:0] command;
  reg [31:0] ends = 0, count = 0;
  reg just_ended = 1;
  wire [7:0] verdict = \dut.verdict_badUnit ? 1 : \dut.verdict_badOpcode ? 2 : (\dut.verdict_badField || \dut.verdict_badOperand ) ? 3 : 0;
  wire [3:0] unit = command[3:0];
  wire takes = program_valid && program_ready;
  wire goes = (valid & ready) != 0;
  wire last_image = ends + 1 == images;
  wire runs = command[4] && !(unit == 1 && command[9] && last_image);
  wire stopped = halt || ended || error_code != 0;
  wire ends_image = pending && verdict == 0 && unit == 0 && !stopped;
  always @(posedge aclk) if (started) begin
    if (takes) command <= program_words;
    pending <= takes || pending && !goes && !ends_image;
    ends <= ends + ends_image;
    just_ended <= ends_image;
    count <= count + dispatching;

    takes_one_at_a_time: assert (program_ready == (!pending && !stopped));
    to_its_unit_alone: assert (valid == (pending && verdict == 0 && !stopped && unit != 0 ? 1 << unit : 0));
    unchanged: assert (valid == 0 || \dut.words == {command[255:5], runs, command[3:0]});
    gone_is_gone: assert (dispatching == (goes || ends_image) && dispatched == count);
    tag_of_the_last: assert (!pending || tag == command[31:16]);
    stops_at_a_fault: assert (!$past(started && pending && verdict != 0 && !stopped) || error_code == $past(verdict) && error_unit == $past(unit));
    stays_stopped: assert (!$past(started && error_code != 0) || $stable(error_code) && $stable(error_unit));
    no_other_fault: assert (!$past(started && error_code == 0 && (!pending || verdict == 0)) || error_code == 0);
    ends_with_the_last_image: assert (!$past(started && !ended) || ended == $past(ends_image && last_image));
    stays_ended: assert (!$past(started && ended) || ended);
    // Invariants.
    knows_the_last_image_a_cycle_later: assert (just_ended ? !pending : \dut.lastImage == last_image);
    same_state: assert (\dut.held == pending && \dut.ends == ends);
    same_command: assert (!pending || \dut.command_words == command);
    legal_units_exist: assert (!pending || verdict != 0 || unit < 8);

    waits_for_a_full_queue: cover (valid == 8 && $past(valid == 8 && !goes, 2));
    load_ahead_of_none: cover (goes && valid == 2 && command[4] && !runs && ends == 1);
    over: cover (ended && count == 4 && ends == 2);
    faulty: cover (error_code == 3 && count == 1);
  end
endmodule
