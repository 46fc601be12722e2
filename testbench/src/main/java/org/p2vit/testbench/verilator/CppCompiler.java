// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compiles C++ files to objects, two at a time, and links a shared library. */
final class CppCompiler {
    private static final int JOBS = 2;
    private static final List<String> COMMON =
            List.of("-std=gnu++17", "-fPIC", "-fvisibility=hidden", "-fvisibility-inlines-hidden", "-w", "-pipe");

    private CppCompiler() {}

    /**
     * One file to compile.
     *
     * @param level such as {@code -O2}
     * @param weight how long it takes compared with others: the bytes it brings in
     */
    record Unit(Path source, String level, long weight) {}

    /** Objects keep the order of the units; biggest files start first, so that the last one to finish is small. */
    static List<Path> compile(Path folder, List<Unit> units, List<String> flags) {
        List<Unit> bySize = new ArrayList<>(units);
        bySize.sort(Comparator.comparingLong(Unit::weight).reversed());
        ExecutorService pool = Executors.newFixedThreadPool(JOBS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Unit unit : bySize) {
                running.add(pool.submit(() -> Toolchain.run(folder, command(folder, unit, flags))));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException r
                    ? r
                    : new BuildException("compilation failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted while compiling", e);
        } finally {
            pool.shutdownNow();
        }
        return units.stream().map(u -> object(folder, u)).toList();
    }

    static void link(Path folder, List<Path> objects, List<String> libraries, Path result) {
        List<String> command = new ArrayList<>(List.of("g++", "-shared", "-o", result.toString()));
        objects.forEach(o -> command.add(o.toString()));
        command.addAll(libraries);
        Toolchain.run(folder, command);
    }

    private static List<String> command(Path folder, Unit unit, List<String> flags) {
        List<String> command = new ArrayList<>();
        if (Toolchain.present("ccache")) {
            command.add("ccache");
        }
        command.add("g++");
        command.addAll(COMMON);
        command.add(unit.level());
        command.addAll(flags);
        command.addAll(List.of(
                "-c", unit.source().toString(), "-o", object(folder, unit).toString()));
        return command;
    }

    private static Path object(Path folder, Unit unit) {
        return folder.resolve(unit.source().getFileName().toString().replaceFirst("\\.cpp$", ".o"));
    }
}
