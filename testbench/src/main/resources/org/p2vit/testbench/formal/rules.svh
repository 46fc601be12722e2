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
