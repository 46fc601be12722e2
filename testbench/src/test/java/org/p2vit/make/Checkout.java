// SPDX-License-Identifier: Apache-2.0
package org.p2vit.make;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Makefile in a folder with blanks and a quote in its path; what it calls are stand-ins that note how they were called. */
final class Checkout {
    private static final String SEPARATOR = "--- call";

    /** Java: notes its words, and leaves behind what later commands of a recipe look for. */
    private static final String JAVA = """
            #!/bin/sh
            printf '%s\\n' '--- call' "$@" >>calls
            printf '%s\\n' "$P2VIT_MAKE" "$P2VIT_COMMIT" >origin
            [ "$3" != rtl ] || { mkdir -p "$7"; rm -f "$7/top.v"; : >"$7/top.v"; }
            for word in "$@"; do
                [ "$last" != --json ] || { mkdir -p target/reports; : >"$word"; }
                last=$word
            done
            """;

    private final Path root;

    /** How make ended, what it printed on both streams, and the calls of stand-ins, word by word. */
    record Result(int status, String printed, List<List<String>> calls) {}

    Checkout(Path parent) throws IOException {
        root = Files.createDirectories(parent.resolve("it's a check out"));
        Path source = Path.of("..");
        Files.copy(source.resolve("Makefile"), root.resolve("Makefile"));
        Files.createDirectories(root.resolve(".make"));
        try (Stream<Path> scripts = Files.list(source.resolve(".make"))) {
            for (Path script : scripts.toList()) {
                Files.copy(
                        script,
                        root.resolve(".make").resolve(script.getFileName()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        file("pom.xml", "");
        file("module/pom.xml", "");
        file("module/src/main/Source.java", "");
        file("testbench/target/p2vit.jar", "");
        file(
                "fpga/linux/Makefile",
                "all:\n\t@printf '%s\\n' '--- call' linux '$(REGISTERS)' '$(BUILD)' >>../../calls\n");
        script("java stand-in", JAVA);
        script(".make/tools", "#!/bin/sh\n");
        script(".make/spark-demo", "#!/bin/sh\nshift 2\nexec \"$@\"\n");
        script(".make/test-summary", "#!/bin/sh\n");
        script("fpga/run", "#!/bin/sh\n{ echo '--- call'; printf '%s\\n' fpga/run \"$@\"; } >>calls\n");
    }

    Path root() {
        return root;
    }

    /** The variables that have this value if nobody gives them one. */
    Set<String> variablesOfDefault(String value) throws IOException {
        Pattern line = Pattern.compile("([A-Z_]+) *= *" + Pattern.quote(value) + "#.*");
        return Files.readAllLines(root.resolve("Makefile")).stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** Writes a file, and its folders. */
    Path file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void script(String name, String text) throws IOException {
        file(name, text).toFile().setExecutable(true);
    }

    /** Runs make with the stand-ins. */
    Result make(String... words) throws IOException, InterruptedException {
        return make(Map.of(), words);
    }

    /** As above, with these variables in the environment. */
    Result make(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("make", "JAVA=./java stand-in", "MVN=: mvn"));
        command.addAll(Arrays.asList(words));
        return run(environment, command);
    }

    /** Runs any command in the folder. */
    Result run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Files.deleteIfExists(root.resolve("calls"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        // A make that runs the tests passes its own variables on.
        builder.environment().keySet().removeIf(name -> name.matches("MAKE.*|MFLAGS|[A-Z_]+") && !name.equals("PATH"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), printed, calls());
    }

    private List<List<String>> calls() {
        Path file = root.resolve("calls");
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Arrays.stream(Files.readString(file).split(SEPARATOR + "\n"))
                    .filter(call -> !call.isEmpty())
                    .map(call -> List.of(call.split("\n")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The targets that help lists, and the variables it says they read. */
    Map<String, List<String>> targets() throws IOException, InterruptedException {
        Map<String, List<String>> targets = new LinkedHashMap<>();
        String target = "";
        for (String line : make("help").printed().split("\n\n")[0].split("\n")) {
            if (line.startsWith("  make ")) {
                target = line.split(" +")[2];
                targets.put(target, List.of());
            } else {
                targets.put(target, List.of(line.strip().split(" ")));
            }
        }
        return targets;
    }

    /** The variables that help lists, with their defaults. */
    Map<String, String> variables() throws IOException, InterruptedException {
        return make("help")
                .printed()
                .split("\n\n")[1]
                .lines()
                .map(line -> line.strip().split(" ")[0])
                .collect(Collectors.toMap(
                        word -> word.split("=")[0],
                        word -> word.contains("=") ? word.split("=", 2)[1] : "",
                        (one, other) -> one,
                        LinkedHashMap::new));
    }
}
