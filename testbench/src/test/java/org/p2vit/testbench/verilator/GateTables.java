// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes {@code netlist.h}, the tables that netlist.cpp evaluates. */
final class GateTables {
    private final GateGraph graph;
    private final List<Integer> bits = new ArrayList<>();

    private GateTables(GateGraph graph) {
        this.graph = graph;
    }

    /**
     * @param pins the ports and their places in the pin block
     * @param taps instance paths of signals to show besides
     */
    static String text(GateGraph graph, String top, List<Pin> pins, Iterable<String> taps) {
        return new GateTables(graph).write(top, pins, taps);
    }

    private String write(String top, List<Pin> pins, Iterable<String> taps) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        for (GateGraph.Port port : graph.ports) {
            Pin pin = pins.stream()
                    .filter(p -> p.name().equals(port.name()))
                    .findFirst()
                    .orElseThrow();
            (port.input() ? inputs : outputs).add(signal(port.name(), port.bits(), pin.offset()));
        }
        List<String> signals = new ArrayList<>();
        int seen = 0;
        for (String path : taps) {
            int[] nets = graph.signal(path);
            signals.add(signal(top + "." + path, nets, seen));
            seen += (nets.length + 63) / 64 * 8;
        }
        List<String> tables = List.of(
                array("Signal kInputs", inputs),
                array("Signal kOutputs", outputs),
                array("Signal kSignals", signals),
                array("Lut kLuts", graph.luts.stream().map(GateTables::lut).toList()),
                array(
                        "Step kSteps",
                        graph.steps.stream()
                                .map(s -> "{%d,%d}".formatted(s.luts(), s.read()))
                                .toList()),
                array(
                        "Memory kMemories",
                        graph.memories.stream()
                                .map(m -> "{%d,%d,%d,\"%s\"}".formatted(m.width(), m.words(), m.base(), m.init()))
                                .toList()),
                array(
                        "MemoryRead kReads",
                        graph.reads.stream()
                                .map(r -> "{%d,%s,%d}".formatted(r.memory(), nets(r.address()), r.output()))
                                .toList()),
                array(
                        "MemoryWrite kWrites",
                        graph.writes.stream()
                                .map(w -> "{%d,%s,%s,%s}"
                                        .formatted(w.memory(), nets(w.enable()), nets(w.address()), nets(w.data())))
                                .toList()),
                array(
                        "int kNext",
                        Arrays.stream(graph.next).mapToObj(Integer::toString).toList()),
                array("int kBits", bits.stream().map(Object::toString).toList()));
        return "constexpr int kValues = %d, kFlipFlops = %d, kFirstFlipFlop = %d, kSeenBytes = %d;%n"
                        .formatted(graph.valueCount(), graph.next.length, graph.firstFlipFlop, seen + 8)
                + String.join("", tables);
    }

    private String signal(String name, int[] nets, int offset) {
        return "{\"%s\",%s,%d}".formatted(name, nets(nets), offset);
    }

    /** Puts nets into the pool of bits. */
    private String nets(int[] nets) {
        int first = bits.size();
        Arrays.stream(nets).forEach(bits::add);
        return "{%d,%d}".formatted(first, nets.length);
    }

    private static String lut(GateGraph.Lut lut) {
        // An input that is not there reads the constant 0.
        String inputs = IntStream.of(Arrays.copyOf(lut.inputs(), GateGraph.LUT_INPUTS))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
        return "{{%s},%d,0x%xu}".formatted(inputs, lut.output(), lut.table());
    }

    /** An array that may be empty. */
    private static String array(String declaration, List<String> rows) {
        String name = declaration.substring(declaration.indexOf(' ') + 1);
        String type = declaration.substring(0, declaration.indexOf(' '));
        return "static const std::array<%s, %d> %s{{%n%s}};%n"
                .formatted(type, rows.size(), name, String.join(",\n", rows));
    }
}
