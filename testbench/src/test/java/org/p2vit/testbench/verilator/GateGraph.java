// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A flat netlist of look-up tables, flip-flops and memories, read from yosys's JSON and put into an order in which one pass
 * settles it. Every bit has a value index: 0 and 1 are the constants, then come inputs and flip-flops, then what is computed.
 */
final class GateGraph {
    static final int LUT_INPUTS = 6;

    record Port(String name, boolean input, int[] bits) {}

    record Lut(int[] inputs, int output, long table) {}

    record Memory(int width, int words, int base, String init) {}

    record MemoryRead(int memory, int[] address, int output) {}

    record MemoryWrite(int memory, int[] enable, int[] address, int[] data) {}

    /** So many look-up tables, then this memory read; -1 is none. */
    record Step(int luts, int read) {}

    /** A cell that computes: its nets by yosys's names, and a read port's memory. */
    private record Node(List<String> inputs, List<String> outputs, long table, int memory) {}

    final List<Port> ports = new ArrayList<>();
    final List<Lut> luts = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();
    final List<Memory> memories = new ArrayList<>();
    final List<MemoryRead> reads = new ArrayList<>();
    final List<MemoryWrite> writes = new ArrayList<>();
    final int firstFlipFlop;
    final int[] next;

    private final JsonNode module;
    private final Map<String, Integer> values = new HashMap<>(Map.of("0", 0, "x", 0, "z", 0, "1", 1));
    private final List<Node> nodes = new ArrayList<>();
    private final List<JsonNode> writers = new ArrayList<>();
    private int valueCount = 2;

    /** @throws BuildException for a cell of another kind, a loop, or a second clock */
    GateGraph(Path json, String top, String clock) {
        module = JsonMapper.shared().readTree(json).get("modules").get(top);
        module.get("ports").properties().stream()
                .filter(port -> port.getValue().get("direction").asString().equals("input"))
                .forEach(port -> nets(port.getValue().get("bits")).forEach(this::number));
        String clockNet = nets(module.get("ports").get(clock).get("bits")).get(0);
        firstFlipFlop = valueCount;
        List<String> data = new ArrayList<>();
        for (JsonNode cell : module.get("cells")) {
            JsonNode pins = cell.get("connections");
            switch (cell.get("type").asString()) {
                case "$_DFF_P_" -> {
                    requireClock(pins.get("C"), clockNet);
                    number(nets(pins.get("Q")).get(0));
                    data.add(nets(pins.get("D")).get(0));
                }
                case "$lut" -> {
                    String table = cell.get("parameters").get("LUT").asString();
                    nodes.add(new Node(nets(pins.get("A")), nets(pins.get("Y")), Long.parseUnsignedLong(table, 2), -1));
                }
                case "$mem_v2" -> addMemory(cell, clockNet);
                default -> throw new BuildException("the netlist of " + top + " has a cell " + cell.get("type"));
            }
        }
        order(top);
        next = indices(data);
        writers.forEach(this::addWrites);
        module.get("ports").properties().forEach(port -> {
            boolean input = port.getValue().get("direction").asString().equals("input");
            ports.add(
                    new Port(port.getKey(), input, indices(nets(port.getValue().get("bits")))));
        });
    }

    int valueCount() {
        return valueCount;
    }

    /** Values of a signal by its instance path, least significant first. */
    int[] signal(String path) {
        JsonNode net = module.get("netnames").get(path);
        if (net == null) {
            throw new BuildException("tap signal " + path + ": the netlist has no net of this name");
        }
        return indices(nets(net.get("bits")));
    }

    private void addMemory(JsonNode cell, String clockNet) {
        JsonNode parameters = cell.get("parameters");
        JsonNode pins = cell.get("connections");
        if (parameters.get("RD_CLK_ENABLE").asString().contains("1")
                || parameters.get("RD_WIDE_CONTINUATION").asString().contains("1")
                || parameters.get("WR_WIDE_CONTINUATION").asString().contains("1")) {
            throw new BuildException("memory %s has a clocked or a wide port".formatted(parameters.get("MEMID")));
        }
        int width = integer(parameters.get("WIDTH"));
        int words = integer(parameters.get("SIZE"));
        String init = parameters.get("INIT").asString();
        memories.add(new Memory(
                width,
                words,
                integer(parameters.get("OFFSET")),
                init.length() == width * words ? init : "x".repeat(width * words)));
        int addressBits = integer(parameters.get("ABITS"));
        for (int port = 0; port < integer(parameters.get("RD_PORTS")); port++) {
            nodes.add(new Node(
                    part(pins.get("RD_ADDR"), port, addressBits),
                    part(pins.get("RD_DATA"), port, width),
                    0,
                    memories.size() - 1));
        }
        for (int port = 0; port < integer(parameters.get("WR_PORTS")); port++) {
            requireClock(pins.get("WR_CLK"), clockNet);
        }
        writers.add(cell);
    }

    private void addWrites(JsonNode cell) {
        int memory = writers.indexOf(cell);
        JsonNode pins = cell.get("connections");
        int width = memories.get(memory).width();
        int addressBits = integer(cell.get("parameters").get("ABITS"));
        for (int port = 0; port < integer(cell.get("parameters").get("WR_PORTS")); port++) {
            writes.add(new MemoryWrite(
                    memory,
                    indices(part(pins.get("WR_EN"), port, width)),
                    indices(part(pins.get("WR_ADDR"), port, addressBits)),
                    indices(part(pins.get("WR_DATA"), port, width))));
        }
    }

    /** Numbers what the nodes compute, each after all that it needs. */
    private void order(String top) {
        int[] missing = new int[nodes.size()];
        Map<String, List<Integer>> consumers = new HashMap<>();
        Deque<Integer> ready = new ArrayDeque<>();
        for (int n = 0; n < missing.length; n++) {
            for (String input : nodes.get(n).inputs()) {
                if (!values.containsKey(input)) {
                    missing[n]++;
                    consumers.computeIfAbsent(input, net -> new ArrayList<>()).add(n);
                }
            }
            if (missing[n] == 0) {
                ready.add(n);
            }
        }
        int before = 0;
        int done = 0;
        for (; !ready.isEmpty(); done++) {
            Node node = nodes.get(ready.remove());
            node.outputs().forEach(this::number);
            if (node.memory() < 0) {
                luts.add(new Lut(
                        indices(node.inputs()), values.get(node.outputs().get(0)), node.table()));
            } else {
                steps.add(new Step(luts.size() - before, reads.size()));
                before = luts.size();
                int first = valueCount - node.outputs().size();
                reads.add(new MemoryRead(node.memory(), indices(node.inputs()), first));
            }
            for (String output : node.outputs()) {
                for (int consumer : consumers.getOrDefault(output, List.of())) {
                    if (--missing[consumer] == 0) {
                        ready.add(consumer);
                    }
                }
            }
        }
        steps.add(new Step(luts.size() - before, -1));
        if (done < missing.length) {
            throw new BuildException(
                    "the netlist of %s has a loop, or a net that nothing drives: %d of %d cells cannot settle"
                            .formatted(top, missing.length - done, missing.length));
        }
    }

    private void number(String net) {
        if (values.put(net, valueCount++) != null) {
            throw new BuildException("net " + net + " is driven twice");
        }
    }

    private int[] indices(List<String> nets) {
        return nets.stream().mapToInt(values::get).toArray();
    }

    private static void requireClock(JsonNode pin, String clockNet) {
        if (!nets(pin).stream().allMatch(clockNet::equals)) {
            throw new BuildException("the netlist has a second clock");
        }
    }

    private static List<String> part(JsonNode nets, int index, int width) {
        return nets(nets).subList(index * width, (index + 1) * width);
    }

    private static List<String> nets(JsonNode bits) {
        List<String> nets = new ArrayList<>(bits.size());
        bits.forEach(bit -> nets.add(bit.asString()));
        return nets;
    }

    private static int integer(JsonNode parameter) {
        return Integer.parseInt(parameter.asString(), 2);
    }
}
