// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.p2vit.testbench.verilator.FaultInjector;

/** A design with all its faults: an input of the top, 0 for none, says by its number which of them is there. */
final class Instrumentation {
    private final String verilog;
    private final List<Numbered> points;
    private final String selected;
    private int next;

    private record Numbered(int number, MutationPoint point) {
        boolean holds(Numbered other) {
            return point.from() <= other.point.from() && other.point.to() <= point.to();
        }
    }

    private Instrumentation(String verilog, String top, Map<MutationPoint, Integer> faults) {
        this.verilog = verilog;
        this.selected = top + "." + FaultInjector.PIN;
        this.points = faults.entrySet().stream()
                .map(entry -> new Numbered(entry.getValue(), entry.getKey()))
                .sorted(Comparator.<Numbered>comparingInt(numbered -> numbered.point.from())
                        .thenComparingInt(numbered -> -numbered.point.to())
                        .thenComparing(numbered -> numbered.point.operator() != MutationOperator.DROP)
                        .thenComparing(numbered -> numbered.point.id()))
                .toList();
    }

    /**
     * @param top module that gets the input {@link FaultInjector#PIN}
     * @param faults points of this file and their numbers, not 0
     */
    static String of(String verilog, String top, Map<MutationPoint, Integer> faults) {
        String text = new Instrumentation(verilog, top, faults).text(0, verilog.length());
        String head = "module " + top + " (\n";
        if (!text.contains(head)) {
            throw new IllegalArgumentException("there is no module " + top + " with ports");
        }
        return text.replace(head, head + "  input  wire [31:0]   " + FaultInjector.PIN + ",\n");
    }

    /** From one offset to another, with all points that lie inside. */
    private String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (next < points.size() && points.get(next).point.to() <= to) {
            Numbered outer = points.get(next++);
            text.append(verilog, at, outer.point.from());
            text.append(choice(outer));
            at = outer.point.to();
        }
        return text.append(verilog, at, to).toString();
    }

    private String choice(Numbered outer) {
        MutationPoint point = outer.point;
        boolean same = next < points.size() && outer.holds(points.get(next));
        String sound = same
                        && points.get(next).point.from() == point.from()
                        && points.get(next).point.to() == point.to()
                ? choice(points.get(next++))
                : text(point.from(), point.to());
        String condition = "(" + selected + " == 32'd" + outer.number + ")";
        return point.operator() == MutationOperator.DROP
                ? "if(! " + condition + ") begin " + sound + " end"
                : "(" + condition + " ? (" + point.mutated() + ") : (" + sound + "))";
    }
}
