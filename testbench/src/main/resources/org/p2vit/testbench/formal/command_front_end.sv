// SPDX-License-Identifier: Apache-2.0
// CommandFrontEnd between a queue of commands, semaphores that answer when they like, a cycle after they were asked, and a unit that keeps its rules. The tokens that are in hand are
// modelled. The queue of commands that are not done is a Fifo of four; one command of any history is watched until it is done.
module proof (
    input aclk, input command_valid, input [255:0] command, input taken, input start_ready, input [9:0] tiles, input tile_take, tile_done,
    input command_done, input mark);
  `RESET
  wire command_ready, take, start_valid, tile_ready, occupied;
  wire [4:0] id;
  wire [31:0] give;
  wire [255:0] start;
  CommandFrontEnd dut (
    .aclk(aclk), .aresetn(started), .command_valid(command_valid), .command_ready(command_ready), .command_payload_words(command),
    .semaphore_take(take), .semaphore_takeId(id), .semaphore_taken(taken), .semaphore_give(give), .start_valid(start_valid),
    .start_ready(start_ready), .start_payload_words(start), .tiles(tiles), .tileReady(tile_ready), .tileTake(tile_take), .tileDone(tile_done),
    .commandDone(command_done), .occupied(occupied));
  `MUST_HOLD(command_held, command_valid, command_ready, command)
  `HOLDS(start_stays, start_valid, start_ready, start)

  (* hierconn *) wire \dut.completions_push_valid , \dut.completions_push_ready , \dut.completions_pop_valid ;
  (* hierconn *) wire [4:0] \dut.completions_pop_payload_tile , \dut.completions_pop_payload_endA , \dut.completions_pop_payload_endB ;
  (* hierconn *) wire [4:0] \dut.tileWait , \dut.askedId ;
  (* hierconn *) wire [9:0] \dut.tilesToFetch ;
  (* hierconn *) wire \dut.tileFetched , \dut.asking , \dut.askingTile , \dut.askedTile , \dut.startATaken , \dut.startBTaken ;
  wire [14:0] oldest = {\dut.completions_pop_payload_tile , \dut.completions_pop_payload_endA , \dut.completions_pop_payload_endB };
  `QUEUE(completions, 4, \dut.completions_push_valid , \dut.completions_push_ready , \dut.completions_pop_valid , command_done,
    mark && !completions_watched)

  wire [4:0] wait_a = command[36:32], wait_b = command[41:37], wait_tile = command[46:42];
  wire [4:0] end_tile = command[51:47], end_a = command[56:52], end_b = command[61:57];
  wire run = command[4];
  wire starts = start_valid && start_ready;
  wire syncs = command_valid && command_ready && !run;
  reg got_a = 0, got_b = 0;            // tokens for the command that is offered
  reg [4:0] tile_id = 0;               // what the running command waits for, tile by tile
  reg [9:0] missing = 0, begun = 0;    // tiles whose token is not taken, that are not begun
  reg fetched = 0;
  reg [2:0] running = 0;               // commands that are not done
  reg [4:0] watched_tile, watched_a, watched_b;
  wire head = completions_watched && completions_ahead == 0;
  wire for_tile = missing != 0 && id == tile_id;
  wire still_a = wait_a != 0 && !got_a;
  wire still_b = wait_b != 0 && !got_b;
  wire [31:0] command_ends = 32'd1 << end_a | 32'd1 << end_b;
  wire [31:0] watched_ends = (command_done ? 32'd1 << watched_a | 32'd1 << watched_b : 32'd0) | (tile_done ? 32'd1 << watched_tile : 32'd0);
  wire [31:0] gives = ((syncs ? command_ends : 32'd0) | watched_ends) & ~32'd1;
  wire generous = $anyconst;
  reg [2:0] silent = 0;
  reg asked = 0, asked_tile;           // the request of the cycle before, which an answer speaks of
  always @(posedge aclk) if (started) begin
    got_a <= !(command_valid && command_ready) && (got_a || taken && !asked_tile && still_a);
    got_b <= !(command_valid && command_ready) && (got_b || taken && !asked_tile && !still_a);
    if (starts) begin
      tile_id <= wait_tile;
      missing <= wait_tile == 0 ? 0 : tiles;
      begun <= tiles;
    end else begin
      missing <= missing - (taken && asked_tile);
      begun <= begun - tile_take;
    end
    fetched <= taken && asked_tile || fetched && !tile_take;
    running <= running + starts - command_done;
    if (completions_marks) begin watched_tile <= end_tile; watched_a <= end_a; watched_b <= end_b; end
    signals_are_kept: assume (!head || oldest == {watched_tile, watched_a, watched_b});
    silent <= command_valid && !command_ready && missing == 0 && running == 0 ? silent + 1 : 0;
    asked <= take && !taken;
    asked_tile <= for_tile;
    answers_requests: assume (!taken || asked);
    answers_at_once: assume (!generous || taken == asked && start_ready);
    unit_waits_for_tiles: assume (!tile_take || tile_ready && begun != 0);
    unit_takes_the_next_with_the_last_tile: assume (!start_ready || begun == 0 || tile_id == 0);
    has_tiles: assume (tiles != 0);
    done_in_order: assume (!(tile_done || command_done) || running != 0);

    starts_what_is_offered: assert (!start_valid || command_valid && run && start == command);
    starts_with_its_tokens: assert (!start_valid || !still_a && !still_b);
    passes_with_its_tokens: assert (!syncs || !still_a && !still_b);
    taken_once: assert (command_ready == (starts || syncs));
    four_at_most: assert (running <= 4 && (running != 4 || !start_valid));
    asks_for_what_is_missing: assert (!take || for_tile && !fetched || command_valid && id == (still_a ? wait_a : wait_b) && (still_a || still_b));
    tiles_go_first: assert (!(take && !for_tile) || missing == 0 || id != tile_id);
    tile_has_its_token: assert (tile_ready == (tile_id == 0 || fetched));
    a_signal_waits_for_those_before: assert (!(syncs && (end_a != 0 || end_b != 0)) || running == 0);
    occupied_while_anything_is_here: assert (occupied == (command_valid || running != 0));
    gives_what_is_done: assert (!$past(started && (head || !command_done && !tile_done)) || give == $past(head ? gives : (syncs ? command_ends : 0) & ~32'd1));
    answers_soon: assert (!generous || silent <= 6);
    asks_no_more_after_a_token: assert (!$past(started && taken) || !take);
    // Invariants.
    queued_while_running: assert (running == completions_count && \dut.completions_push_valid == starts);
    same_tokens: assert (\dut.startATaken == got_a && \dut.startBTaken == got_b && \dut.tileFetched == fetched);
    same_tiles: assert (\dut.tileWait == tile_id && \dut.tilesToFetch == missing && (tile_id == 0 ? missing == 0 && !fetched : missing + fetched == begun));
    same_request: assert (!asked || \dut.askedTile == asked_tile);
    asks_for_tiles_first: assert (!\dut.asking || \dut.askingTile == for_tile);
    has_a_command: assert (!got_a && !got_b || command_valid);

    two_tokens: cover (starts && wait_a != 0 && wait_b == wait_a);
    tiles_and_next: cover (take && !for_tile && missing != 0);
    watched_done: cover (head && command_done && $past(completions_ahead == 1));
    synced: cover (syncs && end_b == 31 && $past(command_valid && running != 0));
  end
endmodule
