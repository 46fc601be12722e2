// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Verilog to shared library: verilate, write the wrapper, compile, link. Works in one folder that it may fill. */
final class NativeBuild {
    static final String PREFIX = "Vdut";
    static final String LIBRARY = "libmodel.so";
    static final String SOURCE = "dut.v";
    static final String HEADER = PREFIX + ".h";
    private static final String SPEED = "-O2";
    private static final String BRIEF_SPEED = "-O1";
    /** Source bytes from which a file is worth a compiler run of its own; one that counts coverage has twenty times as much of simpler code. */
    private static final long SPLIT_BYTES = 200_000;

    private static final long COVERAGE_SPLIT_BYTES = 3_000_000;
    private static final List<String> WRAPPER = List.of("model.cpp", "model_abi.h", "hooks.h");

    private static final List<String> VERILATE =
            List.of("--cc", "-O3", "--threads", "1", "-Wno-lint", "-Wno-fatal", "--prefix", PREFIX, "--Mdir", "cpp");

    /** Code of a module once, not once for each of its instances: an array compiles in a third of the time, and runs a quarter slower. */
    private static final String BRIEF_VERILATE = "-fno-inline";

    /** Ports of every C++ type: where they come in the pins, and how they are copied, decides what a build is good for. */
    static final List<String> PORTS_OF_ALL_KINDS = List.of(
            "VL_IN8(&clk,0,0);",
            "VL_IN8(&byte_in,7,0);",
            "VL_OUT16(&short_out,15,0);",
            "VL_OUT(&int_out,31,0);",
            "VL_IN64(&long_in,63,0);",
            "VL_OUTW(&words_out,127,0,4);");

    private final Path folder;
    private final Path verilog;
    private final String top;
    private final BuildOptions options;

    NativeBuild(Path folder, Path verilog, String top, BuildOptions options) {
        this.folder = folder;
        this.verilog = verilog;
        this.top = top;
        this.options = options;
    }

    /** Everything that decides what {@link #run()} makes. */
    static List<String> ingredients(Path verilog, String top, BuildOptions options) throws IOException {
        List<String> parts = new ArrayList<>(
                List.of(Files.readString(verilog), top, options.key(), SPEED, BRIEF_SPEED, BRIEF_VERILATE));
        parts.addAll(VERILATE);
        WRAPPER.forEach(name -> parts.add(BuildCache.source(name)));
        parts.add(PinsHeader.text(PREFIX, PortList.of(PORTS_OF_ALL_KINDS), "clk", options.trace()));
        parts.add(Toolchain.versions());
        return parts;
    }

    void run() throws IOException {
        Path source = Files.copy(verilog, folder.resolve(SOURCE));
        verilate(source);
        compile(PortList.read(folder.resolve("cpp").resolve(HEADER)));
        Files.copy(folder.resolve("cpp").resolve(HEADER), folder.resolve(HEADER));
    }

    private boolean counts() {
        return options.coverage() != null;
    }

    /** Counting is by module: code of each instance would be as many times larger. */
    private boolean brief() {
        return options.brief() || counts();
    }

    private void verilate(Path source) throws IOException {
        List<String> command = new ArrayList<>(List.of("verilator"));
        command.addAll(VERILATE);
        if (brief()) {
            command.add(BRIEF_VERILATE);
        }
        if (counts()) {
            command.add("--coverage");
        }
        String fill = options.randomState() && !counts() ? "unique" : "fast";
        command.addAll(List.of("--top-module", top, "--x-assign", fill, "--x-initial", fill));
        command.add(options.assertions() ? "--assert" : "--no-assert");
        if (options.trace()) {
            command.add("--trace-fst");
        }
        Path rules = folder.resolve("rules.vlt");
        Files.writeString(rules, rules(source));
        command.addAll(List.of(rules.toString(), source.toString()));
        Toolchain.run(folder, command);
    }

    /** Verilator configuration: what must stay readable, and what is left out of waveforms. */
    private String rules(Path source) throws IOException {
        List<String> lines = new ArrayList<>(List.of("`verilator_config"));
        if (!options.taps().isEmpty()) {
            lines.addAll(hierarchy(source).visibility(tapSignals()));
        }
        if (options.trace()) {
            options.untraced()
                    .forEach(i -> lines.add(String.format(Locale.ROOT, "tracing_off -scope \"%s.%s\"", top, i)));
        }
        return String.join("\n", lines) + "\n";
    }

    private Hierarchy hierarchy(Path source) throws IOException {
        Toolchain.run(
                folder,
                List.of(
                        "verilator",
                        "--xml-only",
                        "--xml-output",
                        "dut.xml",
                        "--top-module",
                        top,
                        "-Wno-lint",
                        "-Wno-fatal",
                        "--Mdir",
                        "xml",
                        source.toString()));
        return Hierarchy.read(folder.resolve("dut.xml"), top);
    }

    private Set<String> tapSignals() {
        Set<String> paths = new LinkedHashSet<>();
        for (TapSpec tap : options.taps()) {
            Stream.concat(
                            Stream.of(tap.valid(), tap.ready()),
                            tap.data().stream().map(TapSpec.Signal::path))
                    .filter(Objects::nonNull)
                    .forEach(paths::add);
        }
        return paths;
    }

    private void compile(List<PortList.Port> ports) throws IOException {
        Path cpp = folder.resolve("cpp");
        for (String name : WRAPPER) {
            Files.writeString(cpp.resolve(name), BuildCache.source(name));
        }
        List<Pin> pins = ports.stream().map(PortList.Port::pin).toList();
        String clock = VerilatedModel.clockOf(pins, options, top);
        Files.writeString(cpp.resolve("pins.h"), PinsHeader.text(PREFIX, ports, clock, options.trace()));
        List<CppCompiler.Unit> units =
                UnityFiles.write(cpp, brief() ? BRIEF_SPEED : SPEED, counts() ? COVERAGE_SPLIT_BYTES : SPLIT_BYTES);
        List<Path> objects = new ArrayList<>(CppCompiler.compile(cpp, units, RuntimeObjects.flags(options)));
        objects.addAll(RuntimeObjects.obtain(options));
        CppCompiler.link(folder, objects, options.trace() ? List.of("-lz") : List.of(), folder.resolve(LIBRARY));
        for (Path object : objects) {
            if (object.startsWith(cpp)) {
                Files.delete(object);
            }
        }
    }
}
