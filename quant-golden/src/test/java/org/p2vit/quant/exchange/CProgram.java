// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A program in C that a test compiles, without a warning, and runs. */
record CProgram(Path executable) {
    private static final List<String> STRICT = List.of(
            "gcc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wundef", "-Werror");

    /** Undefined behaviour and accesses outside of arrays end the program. */
    static final List<String> SANITIZED = List.of("-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");

    /** Compiles files of a folder. */
    static CProgram compile(Path folder, List<String> options, String... sources) {
        Assumptions.assumeTrue(present(), "gcc is not installed");
        List<String> command = new ArrayList<>(STRICT);
        command.addAll(options);
        command.addAll(List.of("-o", "program"));
        command.addAll(List.of(sources));
        run(folder, command, new byte[0]);
        return new CProgram(folder.resolve("program").toAbsolutePath());
    }

    /** What it prints for these bytes. */
    String run(byte[] input) {
        return run(executable.getParent(), List.of(executable.toString()), input);
    }

    /** What a command prints in a folder. */
    static String output(Path folder, String... command) {
        return run(folder, List.of(command), new byte[0]);
    }

    private static boolean present() {
        try {
            return new ProcessBuilder("gcc", "--version").start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String run(Path folder, List<String> command, byte[] input) {
        try {
            Path printed = Files.createTempFile(folder, "printed", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            try (OutputStream out = process.getOutputStream()) {
                out.write(input);
            }
            int status = process.waitFor();
            String text = Files.readString(printed, StandardCharsets.UTF_8);
            assertThat(status).as("%s: %s", command, text).isZero();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
