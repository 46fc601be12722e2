// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A Verilog top compiled to a shared library. Building is cached by the content of the Verilog, the wrapper, the options
 * and the tool versions; asking again costs a hash.
 *
 * @param library the shared library
 * @param top module name
 * @param clock clock port, null for a combinational top
 * @param pins every port
 * @param verilog the design
 * @param source what was compiled: the design, or the one that a {@link FaultInjector} had in its place
 */
public record VerilatedModel(
        Path library, String top, String clock, List<Pin> pins, BuildOptions options, Path verilog, Path source) {
    public VerilatedModel {
        pins = List.copyOf(pins);
    }

    /**
     * Compiles {@code top} and everything below it.
     *
     * @param verilog one file with all modules
     * @throws BuildException when a tool is missing or refuses the Verilog, or the clock or a tap does not exist
     */
    public static VerilatedModel build(Path verilog, String top, BuildOptions options) {
        Toolchain.require("verilator", "g++");
        try {
            Path sound = verilog.toAbsolutePath();
            Path source = InjectedFaults.CURRENT.get().design(sound, top);
            Path folder = BuildCache.obtain(
                    top, NativeBuild.ingredients(source, top, options), f -> new NativeBuild(f, source, top, options)
                            .run());
            List<Pin> pins = PortList.pins(folder.resolve(NativeBuild.HEADER));
            Path library = folder.resolve(NativeBuild.LIBRARY);
            return new VerilatedModel(library, top, clockOf(pins, options, top), pins, options, sound, source);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot build " + top + " from " + verilog, e);
        }
    }

    /** True when a model can be built here; tests assume it. */
    public static boolean toolsPresent() {
        return Toolchain.present("verilator") && Toolchain.present("g++");
    }

    /** The same design with waveform support (another build). */
    public VerilatedModel withTrace() {
        return options.trace() ? this : build(verilog, top, options.withTrace(true));
    }

    /** The same build, recording these streams and no others: of ports, and of signals that its own taps name. */
    public VerilatedModel recording(TapSpec... taps) {
        VerilatedModel now = current();
        BuildOptions recorded = options.withoutTaps().withTaps(taps);
        return new VerilatedModel(now.library, top, clock, now.pins, recorded, verilog, now.source);
    }

    /** This, or the build of the design that the thread's injector has in its place: builds are kept longer than injectors. */
    private VerilatedModel current() {
        Path wanted = InjectedFaults.CURRENT.get().design(verilog, top);
        return wanted.equals(source) ? this : build(verilog, top, options);
    }

    /** A fresh instance, registers without a reset value at zero. */
    public Model open() {
        return open(-1);
    }

    /** A fresh instance; with {@link BuildOptions#randomState()} the seed decides the initial register contents. */
    public Model open(long seed) {
        return new Model(current(), seed);
    }

    static String clockOf(List<Pin> pins, BuildOptions options, String top) {
        List<String> inputs = pins.stream().filter(Pin::input).map(Pin::name).toList();
        if (options.clock() != null) {
            if (!inputs.contains(options.clock())) {
                throw new BuildException(String.format(
                        Locale.ROOT, "%s has no input %s to clock it; inputs: %s", top, options.clock(), inputs));
            }
            return options.clock();
        }
        return List.of("aclk", "clk").stream()
                .filter(inputs::contains)
                .findFirst()
                .orElse(null);
    }
}
