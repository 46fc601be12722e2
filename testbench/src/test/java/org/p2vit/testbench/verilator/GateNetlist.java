// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A design as yosys's netlist: six-input look-up tables and flip-flops. It runs behind the same {@link Model} as verilated
 * Verilog, so the same benches drive it. Memories stay memories, as they do in a device that has them.
 *
 * <p>Verilator takes minutes for such a netlist; here it becomes tables for one loop (netlist.cpp), which compile in a second.
 */
public final class GateNetlist {
    private static final String EVALUATOR = "netlist.cpp";
    private static final String ABI = "model_abi.h";
    private static final String PORTS = "ports.h";
    private static final String LIBRARY = "libmodel.so";
    private static final String JSON = "netlist.json";
    private static final List<String> SYNTHESIS = List.of(
            "synth -run begin:fine",
            "memory_nordff",
            "opt -fast -full",
            "techmap",
            "opt_clean",
            "dfflegalize -cell $_DFF_P_ x",
            "opt_clean",
            "abc -fast -lut " + GateGraph.LUT_INPUTS,
            "opt_clean",
            "flatten",
            "opt_clean",
            "setattr -unset src w:* c:*",
            "write_json " + JSON);

    private GateNetlist() {}

    /**
     * Synthesises {@code top} and everything below it.
     *
     * @param options taps and clock; a netlist starts with random registers where the model is opened with a seed
     * @throws BuildException when yosys refuses the Verilog, or makes what cannot be simulated
     */
    public static VerilatedModel build(Path verilog, String top, BuildOptions options) {
        Toolchain.require("yosys", "g++");
        try {
            Path source = verilog.toAbsolutePath();
            List<String> ingredients = new ArrayList<>(SYNTHESIS);
            ingredients.addAll(List.of(Files.readString(source), top, options.toString()));
            ingredients.addAll(List.of(BuildCache.source(EVALUATOR), BuildCache.source(ABI)));
            ingredients.add(PortList.of(NativeBuild.PORTS_OF_ALL_KINDS).toString());
            ingredients.addAll(
                    List.of(Toolchain.run(Path.of("."), List.of("yosys", "-V")), Toolchain.compilerVersion()));
            Path folder = BuildCache.obtain(top + "-gates", ingredients, f -> fill(f, source, top, options));
            List<Pin> pins = PortList.pins(folder.resolve(PORTS));
            String clock = VerilatedModel.clockOf(pins, options, top);
            return new VerilatedModel(folder.resolve(LIBRARY), top, clock, pins, options, source, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(Path folder, Path source, String top, BuildOptions options) throws IOException {
        List<String> script =
                new ArrayList<>(List.of("read_verilog \"" + source + "\"", "hierarchy -check -top " + top));
        // A wire between gates would otherwise be lost in them.
        for (String path : tapSignals(options)) {
            script.add("setattr -set keep 1 w:" + Hierarchy.signal(path));
        }
        script.addAll(SYNTHESIS);
        Toolchain.run(folder, List.of("yosys", "-q", "-p", String.join("; ", script)));
        GateGraph graph = new GateGraph(folder.resolve(JSON), top, options.clock() == null ? "aclk" : options.clock());
        Files.delete(folder.resolve(JSON));
        Files.write(
                folder.resolve(PORTS),
                graph.ports.stream().map(GateNetlist::header).toList());
        List<Pin> pins = PortList.pins(folder.resolve(PORTS));
        Files.writeString(folder.resolve("netlist.h"), GateTables.text(graph, top, pins, tapSignals(options)));
        for (String name : List.of(EVALUATOR, ABI)) {
            Files.writeString(folder.resolve(name), BuildCache.source(name));
        }
        CppCompiler.Unit evaluator = new CppCompiler.Unit(folder.resolve(EVALUATOR), "-O2", 0);
        CppCompiler.link(
                folder,
                CppCompiler.compile(folder, List.of(evaluator), List.of("-I.")),
                List.of(),
                folder.resolve(LIBRARY));
    }

    /** A port as Verilator declares one, the form {@link PortList} reads. */
    private static String header(GateGraph.Port port) {
        return "VL_%s(&%s,%d,0);"
                .formatted(port.input() ? "IN" : "OUT", port.name().replace("__", "___05F"), port.bits().length - 1);
    }

    private static Set<String> tapSignals(BuildOptions options) {
        Set<String> paths = new LinkedHashSet<>();
        for (TapSpec tap : options.taps()) {
            paths.add(tap.valid());
            if (tap.ready() != null) {
                paths.add(tap.ready());
            }
            tap.data().forEach(field -> paths.add(field.path()));
        }
        return paths;
    }
}
