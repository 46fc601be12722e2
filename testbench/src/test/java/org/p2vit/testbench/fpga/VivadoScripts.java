// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.testbench.EmittedRtl;

/** A copy of the folder {@code fpga/} with emitted Verilog beside it, and the stub of Vivado to run its scripts. */
final class VivadoScripts {
    static final Path SOURCES = Path.of("..", "fpga");

    private final Path root;

    /** What a script did: exit status, its last words on the error stream, Vivado's commands that it called. */
    record Result(int status, String errors, List<String> commands) {
        /** Names of the commands in order, those that only look something up left out, repetitions once. */
        List<String> steps() {
            List<String> steps = new ArrayList<>();
            for (String command : commands) {
                String name = command.split(" ", 2)[0];
                boolean question = name.matches("(ipx::)?(get|current)_\\w+|version");
                if (!question
                        && (steps.isEmpty() || !steps.get(steps.size() - 1).equals(name))) {
                    steps.add(name);
                }
            }
            return steps;
        }

        List<String> of(String name) {
            return commands.stream()
                    .filter(command -> command.startsWith(name + " "))
                    .toList();
        }
    }

    VivadoScripts(Path root, String... configs) throws IOException {
        this.root = root.toRealPath();
        copy(SOURCES, this.root.resolve("fpga"));
        Files.createDirectory(this.root.resolve("rtl-out"));
        for (String config : configs) {
            copy(EmittedRtl.folder(AcceleratorConfig.load(config)), rtl(config));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                if (!from.relativize(file).startsWith("build")) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
            }
        }
    }

    Path rtl(String config) {
        return root.resolve("rtl-out").resolve(config);
    }

    Path build(String board) {
        return root.resolve("fpga/build").resolve(board);
    }

    /** Runs {@code fpga/run} with the stub as {@code vivado}. */
    Result run(Map<String, String> scenario, String... arguments) throws IOException, InterruptedException {
        return start(root.resolve("fpga/check") + ":", scenario, arguments);
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    /** The same, which must end well and leave nothing unfinished. */
    Result succeed(String... arguments) throws IOException, InterruptedException {
        Result result = run(arguments);
        assertThat(result.status()).as(result.errors()).isZero();
        assertThat(result.errors()).isEmpty();
        try (Stream<Path> left = Files.walk(build(arguments[1]))) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".partial"));
        }
        return result;
    }

    /** Runs {@code fpga/run} where there is no {@code vivado}. */
    Result runWithoutVivado(String... arguments) throws IOException, InterruptedException {
        return start("", Map.of(), arguments);
    }

    /** Runs a script of one's own under the stub. */
    Result script(String text) throws IOException, InterruptedException {
        Path script = Files.writeString(root.resolve("script.tcl"), text);
        return process(
                List.of(root.resolve("fpga/check/vivado") + "", "-mode", "batch", "-source", script + ""),
                "",
                Map.of());
    }

    /** Removes results as {@code make clean} does. */
    Result clean() throws IOException, InterruptedException {
        String script = Path.of("..", ".make", "clean").toAbsolutePath().toString();
        return process(List.of(script, root.resolve("fpga/build").toString()), "", Map.of());
    }

    private Result start(String path, Map<String, String> scenario, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("fpga/run").toString()));
        command.addAll(List.of(arguments));
        return process(command, path, scenario);
    }

    private Result process(List<String> command, String path, Map<String, String> scenario)
            throws IOException, InterruptedException {
        Path log = root.resolve("commands.log");
        Path errors = root.resolve("errors.log");
        Files.deleteIfExists(log);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.merge("PATH", path, (before, stub) -> stub + before);
        environment.remove("P2VIT_ANY_VIVADO");
        environment.put("P2VIT_STUB_LOG", log.toString());
        StringBuilder dictionary = new StringBuilder();
        scenario.forEach((key, value) -> {
            if (key.startsWith("P2VIT_")) {
                environment.put(key, value);
            } else {
                dictionary.append("%s {%s} ".formatted(key, value));
            }
        });
        environment.put("P2VIT_STUB", dictionary.toString());
        int status = builder.start().waitFor();
        return new Result(
                status,
                Files.readString(errors, StandardCharsets.UTF_8),
                Files.exists(log) ? Files.readAllLines(log) : List.of());
    }
}
