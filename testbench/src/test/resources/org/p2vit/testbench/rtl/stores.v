// SPDX-License-Identifier: Apache-2.0
// What a netlist can hold: registers with and without reset and enable, a memory with lanes, a table, a path without registers.
module stores (
    input             aclk,
    input             aresetn,
    input             enable,
    input      [1:0]  lanes,
    input      [3:0]  address,
    input      [15:0] data,
    output     [15:0] now,
    output reg [15:0] read,
    output reg [7:0]  count,
    output     [15:0] product
);
    reg [15:0] memory [0:11];
    integer word;
    initial for (word = 0; word < 12; word = word + 1) memory[word] = 16'h1111 * word;
    always @(posedge aclk) begin
        if (lanes[0] && address < 12) memory[address][7:0] <= data[7:0];
        if (lanes[1] && address < 12) memory[address][15:8] <= data[15:8];
        if (enable && address < 12) read <= memory[address];
        if (!aresetn) count <= 8'd3;
        else if (enable) count <= count + data[7:0];
    end
    assign now = address < 12 ? memory[address] ^ data : 16'd0;
    signed_product inner (.a(data[7:0]), .b(count), .product(product));
endmodule

module signed_product (
    input  signed [7:0]  a,
    input  signed [7:0]  b,
    output signed [15:0] product
);
    wire negative = product[15];
    assign product = a * b;
endmodule
