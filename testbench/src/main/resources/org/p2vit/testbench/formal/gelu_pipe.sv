// SPDX-License-Identifier: Apache-2.0
// GeluPipe against arithmetic.md §6: h as it comes, i = (a << 7) >> j, Q of the document's table, p, the exponents that hold it, the code at one of them; and §2.2, for which h is
// saturated to 16 bits and p is 2h * 2^9. One number is
// followed through the stages; j comes in stage 1, with nothing inside the table for the stream, d in stage 6. The product is that of factors which are proven to be a and Q[i]; that it is negative and above -2^20
// is assumed: ContractWidthsTests finds it for every a and j.
module proof (input aclk, input signed [17:0] value, input to_stream, input [3:0] j, input [2:0] d);
  `RESET
  wire signed [8:0] code;
  reg stream_1, stream_2, stream_3, stream_4, stream_5, stream_6, stream_7;
  wire [6:0] peak;
  GeluPipe dut (
    .aclk(aclk), .engine_resetn(started), .advance_0(1'b1), .advance_1(1'b1), .advance_2(1'b1), .advance_3(1'b1), .advance_4(1'b1), .advance_5(1'b1),
    .advance_6(1'b1), .value(value), .toStream(to_stream), .index_shift(j), .index_beyond(stream_1 ? 18'h3ffff : 18'h3ffff << j),
    .distance(stream_6 ? 4'(d) : d + 4'd1), .streamCode(stream_7), .peak(peak), .code(code));
  (* hierconn *) wire signed [17:0] \dut.positive0 , \dut.positive1 , \dut.positive2 ;
  (* hierconn *) wire [14:0] \dut.magnitude1 , \dut.magnitude2 ;
  (* hierconn *) wire [17:0] \dut.magnitude ;
  (* hierconn *) wire [6:0] \dut.entry ;
  (* hierconn *) wire \dut.outside ;
  (* hierconn *) wire signed [8:0] \dut.tail ;
  (* hierconn *) wire signed [20:0] \dut.product ;
  (* hierconn *) wire signed [17:0] \dut.minuend ;
  (* hierconn *) wire signed [16:0] \dut.difference , \dut.waiting ;
  (* hierconn *) wire signed [9:0] \dut.shifted ;

  function [7:0] tail(input [24:0] i);
    case (i)
      0: tail = 253; 1: tail = 246; 2: tail = 240; 3: tail = 234; 4: tail = 227; 5: tail = 221; 6: tail = 215; 7: tail = 209; 8: tail = 202; 9: tail = 196; 10: tail = 190;
      11: tail = 184; 12: tail = 178; 13: tail = 172; 14: tail = 167; 15: tail = 161; 16: tail = 155; 17: tail = 150; 18: tail = 144; 19: tail = 139; 20: tail = 134; 21: tail = 128;
      22: tail = 123; 23: tail = 118; 24: tail = 114; 25: tail = 109; 26: tail = 104; 27: tail = 100; 28: tail = 96; 29: tail = 91; 30: tail = 87; 31: tail = 83; 32: tail = 79;
      33: tail = 76; 34: tail = 72; 35: tail = 68; 36: tail = 65; 37: tail = 62; 38: tail = 59; 39: tail = 56; 40: tail = 53; 41: tail = 50; 42: tail = 47; 43: tail = 45;
      44: tail = 42; 45: tail = 40; 46: tail = 37; 47: tail = 35; 48: tail = 33; 49: tail = 31; 50: tail = 29; 51: tail = 28; 52: tail = 26; 53: tail = 24; 54: tail = 23;
      55: tail = 21; 56: tail = 20; 57: tail = 19; 58: tail = 17; 59: tail = 16; 60: tail = 15; 61: tail = 14; 62: tail = 13; 63: tail = 12; 64: tail = 11; 65: tail = 10;
      66: tail = 10; 67: tail = 9; 68: tail = 8; 69: tail = 8; 70: tail = 7; 71: tail = 7; 72: tail = 6; 73: tail = 6; 74: tail = 5; 75: tail = 5; 76: tail = 4;
      77: tail = 4; 78: tail = 4; 79: tail = 3; 80: tail = 3; 81: tail = 3; 82: tail = 3; 83: tail = 2; 84: tail = 2; 85: tail = 2; 86: tail = 2; 87: tail = 2;
      88: tail = 1; 89: tail = 1; 90: tail = 1; 91: tail = 1; 92: tail = 1; 93: tail = 1; 94: tail = 1; 95: tail = 1; 96: tail = 1; 97: tail = 1; 98: tail = 1;
      default: tail = 0;
    endcase
  endfunction

  // The number in each stage.
  reg signed [31:0] h_1, h_2, h_3, h_4, q_3, p_5, p_6, p_7;
  reg signed [24:0] product_4;
  reg [24:0] i_2;
  reg [3:0] j_2, j_3;
  reg [2:0] d_7;
  reg [6:0] in = 0;
  wire signed [31:0] a_1 = h_1 < 0 ? -h_1 : h_1;
  wire signed [31:0] a_2 = h_2 < 0 ? -h_2 : h_2;
  wire signed [31:0] a_3 = h_3 < 0 ? -h_3 : h_3;
  wire signed [24:0] product_3 = $signed({1'b0, \dut.magnitude2 }) * \dut.tail ;
  wire signed [31:0] x_1 = minuend(h_1, stream_1), x_2 = minuend(h_2, stream_2), x_3 = minuend(h_3, stream_3), x_4 = minuend(h_4, stream_4);
  wire signed [31:0] y = stream_7 ? (p_7 + (1024 << d_7)) >>> (11 + d_7) : (p_7 + (2048 << d_7)) >>> (12 + d_7);
  wire signed [31:0] most = stream_7 ? 255 : 127;

  // Whether peak tells if the exponent e holds p.
  function held_by(input integer e);
    held_by = (peak >> e == 0) == (p_5 >= -(1 << (19 + e)) && p_5 < 1 << (19 + e));
  endfunction

  function signed [31:0] minuend(input signed [31:0] h, input stream);
    minuend = stream ? 2 * (h < -32768 ? -32768 : h > 32767 ? 32767 : h) : h > 0 ? h : 0;
  endfunction
  always @(posedge aclk) if (started) begin
    in <= {in[5:0], 1'b1};
    h_1 <= value; stream_1 <= to_stream; stream_2 <= stream_1; stream_3 <= stream_2; stream_4 <= stream_3; stream_5 <= stream_4; stream_6 <= stream_5; stream_7 <= stream_6;
    h_2 <= h_1; i_2 <= (a_1 << 7) >> j; j_2 <= j;
    h_3 <= h_2; q_3 <= stream_2 ? 0 : tail(i_2); j_3 <= j_2;
    h_4 <= h_3; product_4 <= product_3;
    p_5 <= (x_4 <<< 9) + product_4;
    p_6 <= p_5;
    p_7 <= p_6; d_7 <= d;
    in_bounds: assume (!in[2] || product_3 > -(1 << 20) && product_3 <= 0);
    exponent_holds: assume (!in[5] || p_6 >= -(1 << (19 + d)) && p_6 < 1 << (19 + d));
    code_of_the_contract: assert (!in[6] || code == (y > most ? most : y));
    exponents: assert (!in[4] || held_by(0) && held_by(1) && held_by(2) && held_by(3) && held_by(4) && held_by(5) && held_by(6));
    exponent_of_the_stream: assert (!in[4] || !stream_5 || peak[6] == 0);
    // Invariants, stage by stage.
    values: assert ((!in[0] || h_1 >= -131072 && h_1 <= 131071) && (!in[1] || h_2 >= -131072 && h_2 <= 131071)
      && (!in[2] || h_3 >= -131072 && h_3 <= 131071) && (!in[3] || h_4 >= -131072 && h_4 <= 131071));
    positive: assert ((!in[0] || \dut.positive0 == x_1) && (!in[1] || \dut.positive1 == x_2) && (!in[2] || \dut.positive2 == x_3));
    magnitude: assert ((!in[0] || \dut.magnitude == a_1) && (!in[1] || \dut.magnitude1 == a_2 % 32768)
      && (!in[2] || \dut.magnitude2 == a_3 % 32768));
    index: assert (!in[1] || stream_2 || \dut.outside == (i_2 > 127) && (i_2 > 127 || \dut.entry == i_2[6:0]) && (a_2 < 32768 || i_2 > 127));
    nothing: assert (!in[1] || !stream_2 || \dut.outside == (a_2 != 0));
    indices: assert ((!in[1] || i_2 == (a_2 << 7) >> j_2) && (!in[2] || q_3 == (stream_3 ? 0 : tail((a_3 << 7) >> j_3))));
    tails: assert (!in[2] || (\dut.tail == -q_3 || stream_3 && a_3 == 0) && (a_3 < 32768 || q_3 == 0) && q_3 >= 0 && q_3 < 256);
    factors: assert (!in[3] || product_4 > -(1 << 20) && product_4 <= 0);
    product: assert (!in[3] || \dut.product == product_4 && \dut.minuend == x_4);
    of_the_stream: assert (!in[3] || !stream_4 || product_4 == 0);
    difference: assert (!in[4] || \dut.difference == p_5 >>> 10 && p_5 >= (stream_5 ? -(1 << 25) : -(1 << 20)) && p_5 < (stream_5 ? 1 << 25 : 1 << 26) && (!stream_5 || p_5[9:0] == 0));
    waiting: assert (!in[5] || \dut.waiting == p_6 >>> 10 && p_6 >= (stream_6 ? -(1 << 25) : -(1 << 20)) && p_6 < (stream_6 ? 1 << 25 : 1 << 26) && (!stream_6 || p_6[9:0] == 0));
    shifted: assert (!in[6] || \dut.shifted == p_7 >>> ((stream_7 ? 10 : 11) + d_7) && p_7 >= -(1 << (19 + d_7)) && p_7 < 1 << (19 + d_7));
    identity: cover (in[6] && !stream_7 && code == 100 && d_7 == 3 && p_7 == 100 << 15);
    below_zero: cover (in[6] && !stream_7 && code == -1 && d_7 == 0);
    tie: cover (in[6] && !stream_7 && p_7[13:0] == 8192 && d_7 == 2 && code == 70);
    greatest: cover (in[6] && y == 128 && code == 127 && d_7 == 7);
    stream: cover (in[6] && stream_7 && code == -256 && d_7 == 6);
    greatest_of_the_stream: cover (in[6] && y == 256 && code == 255 && d_7 == 2);
    last_entry: cover (in[4] && $past(i_2 == 98, 3));
  end
endmodule
