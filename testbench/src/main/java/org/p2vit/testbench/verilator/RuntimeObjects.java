// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Verilator's own runtime, compiled once per tool version and linked into every model. */
final class RuntimeObjects {
    private static final List<String> HOOKS = List.of(
            "-DVL_USER_STOP",
            "-DVL_USER_FINISH",
            "-DVL_USER_FATAL",
            "-DVL_PRINTF=p2vit_printf",
            "-DVM_SC=0",
            "-DVM_TRACE_VCD=0");

    private RuntimeObjects() {}

    /** Flags for the runtime and everything that includes its headers; the working folder has hooks.h. */
    static List<String> flags(BuildOptions options) {
        boolean trace = options.trace();
        Path include = Toolchain.verilatorInclude();
        List<String> flags = new ArrayList<>(HOOKS);
        flags.addAll(List.of("-include", "hooks.h", "-I.", "-isystem", include.toString()));
        flags.addAll(List.of("-isystem", include.resolve("vltstd").toString()));
        flags.add("-DVM_COVERAGE=" + (options.coverage() == null ? 0 : 1));
        flags.add("-DVM_TRACE=" + (trace ? 1 : 0));
        flags.add("-DVM_TRACE_FST=" + (trace ? 1 : 0));
        return flags;
    }

    static List<Path> obtain(BuildOptions options) throws IOException {
        List<String> names = new ArrayList<>(List.of("verilated.cpp", "verilated_dpi.cpp", "verilated_threads.cpp"));
        if (options.coverage() != null) {
            names.add("verilated_cov.cpp");
        }
        if (options.trace()) {
            requireZlib();
            names.add("verilated_fst_c.cpp");
        }
        List<String> ingredients = new ArrayList<>(flags(options));
        ingredients.add(Toolchain.versions());
        ingredients.add(BuildCache.source("hooks.h"));
        ingredients.addAll(names);
        Path folder = BuildCache.obtain("verilated", ingredients, f -> compile(f, names, options));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".o")).sorted().toList();
        }
    }

    private static void compile(Path folder, List<String> names, BuildOptions options) throws IOException {
        Files.writeString(folder.resolve("hooks.h"), BuildCache.source("hooks.h"));
        Path include = Toolchain.verilatorInclude();
        List<CppCompiler.Unit> units = new ArrayList<>();
        for (String name : names) {
            Path source = include.resolve(name);
            units.add(new CppCompiler.Unit(source, "-O2", Files.size(source)));
        }
        CppCompiler.compile(folder, units, flags(options));
    }

    private static void requireZlib() {
        if (!Files.exists(Path.of("/usr/include/zlib.h"))) {
            throw new BuildException(
                    "zlib.h is not installed, and waveforms need it; on Debian: apt-get install zlib1g-dev");
        }
    }
}
