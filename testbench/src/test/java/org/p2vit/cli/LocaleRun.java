// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The command line in a process of its own, as it starts in some country. */
record LocaleRun(int status, String output) {
    /**
     * @param java options of the JVM that set language and character set
     * @param environment variables to set
     */
    static LocaleRun of(List<String> java, Map<String, String> environment, Path folder, Object... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.p2vit.cli.Main"));
        Stream.of(args).map(Object::toString).forEach(command::add);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new LocaleRun(process.waitFor(), output);
    }

    /** The bytes of all files below a folder by their relative path, as Latin-1 so that a difference can be shown. */
    static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(
                        folder.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }
}
