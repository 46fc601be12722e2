// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of a small text, one by one. */
class MutationPointsTests {
    private static final String PORTS = """
            module Cell (
              input  wire          a,
              input  wire [3:0]    b,
              output reg  [3:0]    c,
              output wire          d,
              input  wire          aclk
            );

              (* ram_style = "block" *) reg [3:0] store [0:15];
            """;

    private static String cell(String body) {
        return PORTS + body + "\nendmodule\n";
    }

    private static List<String> faults(String body) {
        return MutationPoints.of(cell(body)).stream()
                .map(point ->
                        point.operator().label() + " " + point.original() + (" to " + point.mutated()).stripTrailing())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "assign d = a; => stuck_0 a to {1{1'b0}}; stuck_1 a to {1{1'b1}}; negate a to (! (a))",
                "assign d = (! a); => negate ! a to a; stuck_0 (! a) to {1{1'b0}}; stuck_1 (! a) to {1{1'b1}}; negate (! a) to (! ((! a)))",
                "assign d = 1'b0; => constant 1'b0 to 1'h1",
                "assign c = 4'h9; => constant 4'h9 to 4'h8; constant 4'h9 to 4'h1",
                "assign c = ($signed(b) - $signed(b)); => replace $signed(b) - $signed(b) to $signed(b) + $signed(b);"
                        + " stuck_0 ($signed(b) - $signed(b)) to $signed({4{1'b0}}); stuck_1 ($signed(b) - $signed(b)) to $signed({4{1'b1}})",
                "assign c = {b[2 : 0],a}; => index b[2 : 0] to b[3:1]; stuck_0 {b[2 : 0],a} to {4{1'b0}}; stuck_1 {b[2 : 0],a} to {4{1'b1}}",
                "assign c = {{3{b[3]}}, a}; => index b[3] to b[2]; stuck_0 {{3{b[3]}}, a} to {4{1'b0}}; stuck_1 {{3{b[3]}}, a} to {4{1'b1}}",
                "assign c = store[b]; => index b to (b + 1'b1); stuck_0 store[b] to {4{1'b0}}; stuck_1 store[b] to {4{1'b1}}",
                "assign c = (a ? b : 4'h0); => constant 4'h0 to 4'h1; constant 4'h0 to 4'h8; swap a ? b : 4'h0 to a ? 4'h0 : b;"
                        + " stuck_0 (a ? b : 4'h0) to {4{1'b0}}; stuck_1 (a ? b : 4'h0) to {4{1'b1}}",
                "always @(posedge aclk) begin if(a) begin store[b] <= b; end end => "
                        + " negate a to (! (a)); stuck_0 b to {4{1'b0}}; stuck_1 b to {4{1'b1}}; drop store[b] <= b; to",
                "always @(*) begin case(b) 4'h0 : begin c[1:0] = b[1:0]; end default : begin c = b; end endcase end => "
                        + " index b[1:0] to b[2:1]; stuck_0 b[1:0] to {2{1'b0}}; stuck_1 b[1:0] to {2{1'b1}};"
                        + " stuck_0 b to {4{1'b0}}; stuck_1 b to {4{1'b1}}",
                "Cell inner (.a (d), .c (c[3:0]), .aclk (aclk)); => stuck_0 d to {1{1'b0}}; stuck_1 d to {1{1'b1}}; negate d to (! (d))",
                "initial begin store[0] = 4'b0101; end => ''"
            })
    void everyOperatorFindsItsPlaces(String body, String expected) {
        assertThat(String.join("; ", faults(body))).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource({"+,-", "==,!=", "!=,==", "<,<=", "<=,<", ">,>=", ">=,>", "&&,||", "||,&&", "&,|", "|,&"})
    void operatorsAreReplaced(String from, String to) {
        assertThat(faults("assign d = (b " + from + " c);")).contains("replace b " + from + " c to b " + to + " c");
    }

    @Test
    void whatIsNoEmittedVerilogIsRefused() {
        assertThatThrownBy(() -> MutationPoints.of(cell("assign d = `A;")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`A;");
        assertThatThrownBy(() -> MutationPoints.of("module Half (\n  input wire a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MutationPoints.of(cell("assign d = (a;")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 10");
    }

    /** What is written before or beside a statement, and in which order, decides nothing. */
    @Test
    void identitiesSurviveReordering() {
        String first = "assign d = (a && b[0]);\n";
        String second = "always @(posedge aclk) begin\n if(a) begin\n c <= (b + 4'h1);\n end\n end\n";
        List<String> before = identities(cell(first + second));

        assertThat(before).doesNotHaveDuplicates().hasSizeGreaterThan(10);
        assertThat(identities("// a line more\n" + cell(second + "\n" + first)))
                .containsExactlyInAnyOrderElementsOf(before);
        assertThat(identities(cell(first + second).replace("Cell", "Cell_7"))).isEqualTo(before);
    }

    /** Modules of one name are told apart by what is in them, not by their numbers. */
    @Test
    void modulesOfOneNameHaveIdentitiesOfTheirOwn() {
        String one = cell("assign d = a;");
        String other = cell("assign d = (! a);").replace("Cell", "Cell_1");
        List<String> before = identities(one + other);

        assertThat(before).allMatch(id -> id.startsWith("Cell~")).doesNotHaveDuplicates();
        assertThat(identities(other.replace("Cell_1", "Cell") + one.replace("Cell", "Cell_1")))
                .containsExactlyInAnyOrderElementsOf(before);
    }

    private static List<String> identities(String verilog) {
        return MutationPoints.of(verilog).stream().map(MutationPoint::id).toList();
    }

    @Test
    void everyFaultIsChosenByItsNumberAndTheTopGetsAnInput() {
        String body = "assign d = (a && b[0]);\nalways @(posedge aclk) begin\n  c <= b;\nend";
        String verilog = cell(body);
        Map<MutationPoint, Integer> numbers = new TreeMap<>((x, y) -> x.id().compareTo(y.id()));
        for (MutationPoint point : MutationPoints.of(verilog)) {
            if (point.operator() == MutationOperator.DROP || point.operator() == MutationOperator.REPLACE) {
                numbers.put(point, 5 + numbers.size());
            }
            if (point.original().equals("(a && b[0])") && point.operator() == MutationOperator.STUCK_0) {
                numbers.put(point, 9);
            }
        }
        assertThat(Instrumentation.of(verilog, "Cell", numbers))
                .contains("module Cell (\n  input  wire [31:0]   p2vit_fault,\n")
                .contains("assign d = ((Cell.p2vit_fault == 32'd9) ? ({1{1'b0}}) : "
                        + "((((Cell.p2vit_fault == 32'd5) ? (a || b[0]) : (a && b[0])))));")
                .contains("if(! (Cell.p2vit_fault == 32'd7)) begin c <= b; end");
    }

    @Test
    void theDrawIsDecidedBySeedAndHasAShareOfEveryModule() {
        StringBuilder text = new StringBuilder();
        for (int module = 0; module < 9; module++) {
            text.append(cell("assign d = (a && b[0]);\n".repeat(1 + module * module))
                    .replace("Cell", "Cell" + (char) ('A' + module)));
        }
        List<MutationPoint> points = MutationPoints.of(text.toString());

        List<MutationPoint> drawn = MutantDraw.of(points, 40, 3);

        assertThat(drawn)
                .hasSize(40)
                .doesNotHaveDuplicates()
                .isSubsetOf(points)
                .isEqualTo(MutantDraw.of(points, 40, 3));
        assertThat(drawn).isNotEqualTo(MutantDraw.of(points, 40, 4));
        Map<String, Long> shares =
                drawn.stream().collect(Collectors.groupingBy(MutationPoint::module, Collectors.counting()));
        assertThat(shares).hasSize(9);
        assertThat(shares.get("CellI")).isBetween(5L, 12L);
        assertThat(MutantDraw.of(points, points.size() + 1, 3)).hasSameElementsAs(points);
    }
}
