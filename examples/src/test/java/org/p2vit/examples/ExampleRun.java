// SPDX-License-Identifier: Apache-2.0
package org.p2vit.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A program in a process of its own, started in a folder that has what the repository has for it.
 *
 * @param output what it prints; logs go to standard error, as they come
 */
record ExampleRun(int status, String output) {
    private static final Path ROOT = Path.of("..");

    /** Copies files of the repository that programs read if nothing else is given. */
    static void furnish(Path folder, String... files) throws IOException {
        for (String file : files) {
            Path copy = folder.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(ROOT.resolve(file), copy);
        }
    }

    static ExampleRun of(Class<?> program, Path folder, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ExampleRun(process.waitFor(), output);
    }

    /** What the README says that a program prints: the fenced block of its section. */
    static String promised(Class<?> program) throws IOException {
        Pattern section = Pattern.compile("(?ms)^## " + program.getSimpleName() + "$.*?^```$\n(.*?)^```$");
        return section.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(found -> found.group(1))
                .reduce((one, other) -> one)
                .orElseThrow();
    }

    /** The number in the first text that the pattern's only group finds. */
    long number(String pattern) {
        MatchResult found =
                Pattern.compile(pattern).matcher(output).results().findFirst().orElseThrow();
        return Long.parseLong(found.group(1));
    }
}
