// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The programs a build needs: where they are, which version, and how to run them. */
public final class Toolchain {
    private static final Map<String, String> DEBIAN_PACKAGE = Map.of("yosys-smtbmc", "yosys", "yosys-abc", "yosys");
    private static final Map<List<String>, String> ANSWERS = new ConcurrentHashMap<>();

    private Toolchain() {}

    /** Whether a program is on the path. */
    public static boolean present(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(java.io.File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** @throws BuildException naming the Debian package of the first program that is missing */
    public static void require(String... programs) {
        for (String program : programs) {
            if (!present(program)) {
                throw new BuildException(String.format(
                        Locale.ROOT,
                        "%s is not installed; on Debian: apt-get install %s",
                        program,
                        DEBIAN_PACKAGE.getOrDefault(program, program)));
            }
        }
    }

    /** What identifies the tools in a cache key. */
    static String versions() {
        return answer("verilator", "--version") + "\n" + compilerVersion();
    }

    static String compilerVersion() {
        return answer("g++", "-dumpfullversion", "-dumpmachine");
    }

    /** Folder with the sources and headers of Verilator's runtime. */
    static Path verilatorInclude() {
        return Path.of(answer("verilator", "--getenv", "VERILATOR_ROOT"), "include");
    }

    private static String answer(String... command) {
        return ANSWERS.computeIfAbsent(
                List.of(command), c -> run(Path.of("."), c).strip());
    }

    /**
     * Runs a program to its end.
     *
     * @return what it printed
     * @throws BuildException with the head of its output when it fails
     */
    public static String run(Path folder, List<String> command) {
        Ending ending = end(folder, command);
        if (ending.code() != 0) {
            throw new BuildException(String.format(
                    Locale.ROOT, "%s ended with code %d:%n%s", command.get(0), ending.code(), head(ending.output())));
        }
        return ending.output();
    }

    /** Runs a program to its end, whether it fails or not, and returns all that it printed. */
    public static String printed(Path folder, List<String> command) {
        return end(folder, command).output();
    }

    private record Ending(int code, String output) {}

    private static Ending end(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ending(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted while running " + command.get(0), e);
        }
    }

    /** Compilers name the cause first. */
    private static String head(String output) {
        int limit = 4000;
        return output.length() <= limit ? output : output.substring(0, limit) + "\n...";
    }
}
