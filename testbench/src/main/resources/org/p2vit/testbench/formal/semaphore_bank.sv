// SPDX-License-Identifier: Apache-2.0
// SemaphoreBank of two units: any one semaphore, which one of the units alone takes from, as programs must.
module proof (input aclk, input [1:0] take, input [4:0] id_0, id_1, input [31:0] give_0, give_1);
  `RESET
  wire [1:0] taken;
  wire fault;
  SemaphoreBank dut (
    .aclk(aclk), .aresetn(started), .fault(fault),
    .units_0_take(take[0]), .units_0_takeId(id_0), .units_0_taken(taken[0]), .units_0_give(give_0),
    .units_1_take(take[1]), .units_1_takeId(id_1), .units_1_taken(taken[1]), .units_1_give(give_1));
  (* hierconn *) wire [11:0] \dut.counters_0 ;
  (* hierconn *) wire [11:0] \dut.counters_1 ;
  (* hierconn *) wire [11:0] \dut.counters_2 ;
  (* hierconn *) wire [11:0] \dut.counters_3 ;
  (* hierconn *) wire [11:0] \dut.counters_4 ;
  (* hierconn *) wire [11:0] \dut.counters_5 ;
  (* hierconn *) wire [11:0] \dut.counters_6 ;
  (* hierconn *) wire [11:0] \dut.counters_7 ;
  (* hierconn *) wire [11:0] \dut.counters_8 ;
  (* hierconn *) wire [11:0] \dut.counters_9 ;
  (* hierconn *) wire [11:0] \dut.counters_10 ;
  (* hierconn *) wire [11:0] \dut.counters_11 ;
  (* hierconn *) wire [11:0] \dut.counters_12 ;
  (* hierconn *) wire [11:0] \dut.counters_13 ;
  (* hierconn *) wire [11:0] \dut.counters_14 ;
  (* hierconn *) wire [11:0] \dut.counters_15 ;
  (* hierconn *) wire [11:0] \dut.counters_16 ;
  (* hierconn *) wire [11:0] \dut.counters_17 ;
  (* hierconn *) wire [11:0] \dut.counters_18 ;
  (* hierconn *) wire [11:0] \dut.counters_19 ;
  (* hierconn *) wire [11:0] \dut.counters_20 ;
  (* hierconn *) wire [11:0] \dut.counters_21 ;
  (* hierconn *) wire [11:0] \dut.counters_22 ;
  (* hierconn *) wire [11:0] \dut.counters_23 ;
  (* hierconn *) wire [11:0] \dut.counters_24 ;
  (* hierconn *) wire [11:0] \dut.counters_25 ;
  (* hierconn *) wire [11:0] \dut.counters_26 ;
  (* hierconn *) wire [11:0] \dut.counters_27 ;
  (* hierconn *) wire [11:0] \dut.counters_28 ;
  (* hierconn *) wire [11:0] \dut.counters_29 ;
  (* hierconn *) wire [11:0] \dut.counters_30 ;
  wire [371:0] counters = {\dut.counters_30 , \dut.counters_29 , \dut.counters_28 , \dut.counters_27 , \dut.counters_26 , \dut.counters_25 , \dut.counters_24 , 
    \dut.counters_23 , \dut.counters_22 , \dut.counters_21 , \dut.counters_20 , \dut.counters_19 , \dut.counters_18 , \dut.counters_17 , \dut.counters_16 , 
    \dut.counters_15 , \dut.counters_14 , \dut.counters_13 , \dut.counters_12 , \dut.counters_11 , \dut.counters_10 , \dut.counters_9 , \dut.counters_8 , 
    \dut.counters_7 , \dut.counters_6 , \dut.counters_5 , \dut.counters_4 , \dut.counters_3 , \dut.counters_2 , \dut.counters_1 , \dut.counters_0 };

  // The semaphore that is looked at, and who takes from it: any, the same in every cycle.
  wire [4:0] watched = $anyconst;
  wire taker = $anyconst;
  wire [1:0] asks = {take[1] && id_1 == watched, take[0] && id_0 == watched};
  // Told a cycle later, of the request that was granted.
  reg asked = 0;
  wire took = asked && taken[taker];
  wire takes = asks[taker] && !taken[taker];
  reg [1:0] given = 0;             // in the cycle before
  wire [11:0] counter = counters >> 12 * (watched - 1);

  reg [11:0] tokens = 0;           // those not taken, as far as units have heard
  reg sound = 1;
  reg [1:0] overfull = 0;
  always @(posedge aclk) if (started) begin
    given <= give_0[watched] + give_1[watched];
    tokens <= tokens + given - took;
    asked <= asks[taker];
    sound <= sound && tokens <= 2047;
    overfull <= {overfull[0], tokens > 2047};
    watched_exists: assume (watched != 0);
    nothing_of_none: assume ((!take[0] || id_0 != 0) && (!take[1] || id_1 != 0));
    one_unit_takes: assume (!asks[!taker]);
    no_request_after_a_token: assume ((take & $past(taken)) == 0 || !$past(started));

    no_token_from_nothing: assert (!sound || !(took && tokens == 0));
    no_wakeup_is_lost: assert (!(sound && $past(started && sound && takes && tokens != 0)) || took);
    given_counts_in_the_cycle_after_the_next: assert (!(sound && $past(started && sound && takes && $past(started && sound && given != 0))) || took);
    too_many_are_reported: assert (!(sound && overfull[0]) || fault);
    // Invariant.
    counts_what_is_not_taken: assert (!sound || counter == tokens);
    granted_are_told_once: assert (!$past(started && taken[taker]) || !taken[taker]);

    taken_at_once: cover (took && $past(given == 2 && tokens == 0, 2));
    waits: cover (asks[taker] && !took && $past(asks[taker] && !took, 2));
    last_semaphore: cover (took && watched == 31 && taker);
  end
endmodule
