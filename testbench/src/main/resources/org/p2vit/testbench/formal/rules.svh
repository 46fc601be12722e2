// SPDX-License-Identifier: Apache-2.0
// What every property file begins with. A proof is a module named proof with the clock aclk.

// Low in the first cycle, the reset of that cycle; nothing is known of the registers before it.
`define RESET reg started = 0; always @(posedge aclk) started <= 1;

// A word that is offered and not taken is still offered in the next cycle, unchanged.
`define HOLDS(rule, valid, ready, word) \
  always @(posedge aclk) if (started && $past(started && (valid) && !(ready))) rule: assert ((valid) && $stable(word));

// The same, promised by what stands around the design.
`define MUST_HOLD(rule, valid, ready, word) \
  always @(posedge aclk) if (started && $past(started && (valid) && !(ready))) rule: assume ((valid) && $stable(word));

// A queue of the design that is cut (a Fifo): what the job fifo proves of one, with `count` and `ahead` kept here. A word that is marked when it is pushed
// is watched until it is popped: `watched` while it is in the queue, at its head when `ahead` is 0.
`define QUEUE(name, depth, push, push_ready, pop_valid, pop, mark) \
  reg [5:0] name``_count = 0, name``_ahead; \
  reg name``_watched = 0; \
  wire name``_marks = (push) && (mark); \
  always @(posedge aclk) if (started) begin \
    name``_count <= name``_count + (push) - (pop); \
    if (name``_marks) begin name``_watched <= 1; name``_ahead <= name``_count - (pop); end \
    else if (name``_watched && (pop)) begin name``_watched <= name``_ahead != 0; name``_ahead <= name``_ahead - 1; end \
    name``_takes_unless_full: assume ((push_ready) == (name``_count != (depth))); \
    name``_offers_unless_empty: assume ((pop_valid) == (name``_count != 0)); \
    name``_is_counted: assert (name``_count <= (depth) && (!name``_watched || name``_ahead < name``_count)); \
  end
