// SPDX-License-Identifier: Apache-2.0
package org.p2vit.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked into a folder with blanks in its path and run from another. */
@Tag("slow")
class ArchiveTests {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(#[^)]*)?\\)");

    @TempDir
    private static Path folder;

    private static String version;
    private static Path home;

    @TempDir
    private Path elsewhere;

    @BeforeAll
    static void unpack() throws Exception {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        version = pom.replaceFirst("(?s).*?<artifactId>p2vit</artifactId>\\s*<version>([^<]*)<.*", "$1");
        Path archive = Path.of("target", "p2vit-" + version + ".zip").toAbsolutePath();
        Path parent = Files.createDirectory(folder.resolve("it's unpacked here"));
        Run unpacked = run(parent, Map.of(), "jar", "--extract", "--file", archive.toString());
        assertThat(unpacked.status()).as(unpacked.output()).isZero();
        home = parent.resolve("p2vit-" + version);
        // What unpacks archives keeps this bit, but for the JDK's tool.
        assertThat(home.resolve("bin/p2vit").toFile().setExecutable(true)).isTrue();
    }

    private record Run(int status, String output) {}

    private static Run run(Path where, Map<String, String> environment, String... command) throws Exception {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("P2VIT_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private Run p2vit(Map<String, String> environment, String... words) throws Exception {
        String[] command = Stream.concat(Stream.of(home.resolve("bin/p2vit").toString()), Stream.of(words))
                .toArray(String[]::new);
        return run(elsewhere, environment, command);
    }

    @Test
    void saysItsVersionAndItsCommands() throws Exception {
        assertThat(p2vit(Map.of(), "--version")).isEqualTo(new Run(0, "p2vit " + version + "\n"));
        Run help = p2vit(Map.of(), "--help");
        assertThat(help.status()).isZero();
        assertThat(help.output()).contains("Usage: p2vit", "estimate", "rtl");
    }

    @Test
    void emitsAndEstimatesAConfigurationThatLiesBesideIt() throws Exception {
        String tiny = home.resolve("configurations/tiny.yaml").toString();
        Run rtl = p2vit(Map.of(), "rtl", "--config", tiny, "--output", "my rtl");
        assertThat(rtl.status()).as(rtl.output()).isZero();
        assertThat(elsewhere.resolve("my rtl/p2vit.v")).content().contains("module p2vit");
        Run estimate = p2vit(Map.of(), "estimate", "--config", "kv260", "--arch", "deit-tiny");
        assertThat(estimate.status()).as(estimate.output()).isZero();
        assertThat(estimate.output()).contains("deit-tiny, weights 8, on kv260", "images a second");
    }

    @Test
    void aSymbolicLinkStartsItAndOptionsReachJava() throws Exception {
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), home.resolve("bin/p2vit"));
        Map<String, String> options = Map.of("P2VIT_JAVA_OPTIONS", "-Xmx1g -showversion");
        Run run = run(elsewhere, options, link.toString(), "--version");
        Files.delete(link);
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("Runtime Environment").endsWith("p2vit " + version + "\n");
    }

    @Test
    void aJavaThatIsAbsentOrOldIsNamed() throws Exception {
        Run absent = p2vit(Map.of("JAVA_HOME", "/no/such java"), "--version");
        assertThat(absent.status()).isEqualTo(127);
        assertThat(absent.output())
                .contains("/no/such java/bin/java", "Java 17 or newer")
                .hasLineCount(1);

        Path old = elsewhere.resolve("jdk 11/bin/java");
        Files.createDirectories(old.getParent());
        Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();
        Run refused = p2vit(Map.of("JAVA_HOME", elsewhere.resolve("jdk 11").toString()), "--version");
        assertThat(refused.status()).isEqualTo(127);
        assertThat(refused.output()).contains("version 11;", "Java 17 or newer").hasLineCount(1);
    }

    /** Bash itself is asked what stands behind a beginning. */
    @Test
    void aShellCompletesCommands() throws Exception {
        String ask = "source \"$0\"; COMP_WORDS=(p2vit est); COMP_CWORD=1; _complete_p2vit; echo \"${COMPREPLY[@]}\"";
        Path script = home.resolve("completion/p2vit_completion");
        assertThat(run(elsewhere, Map.of(), "bash", "-c", ask, script.toString()))
                .isEqualTo(new Run(0, "estimate\n"));
    }

    /** Pages lie as they do in the repository. */
    @Test
    void linksOfItsPagesLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        try (Stream<Path> files = Files.walk(home.resolve("docs"))) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                String text = Files.readString(page)
                        .replaceAll("(?ms)^```.*?^```$", "")
                        .replaceAll("`[^`]*`", "");
                for (MatchResult link : LINK.matcher(text).results().toList()) {
                    links++;
                    if (!link.group(1).contains("://") && !Files.exists(page.resolveSibling(link.group(1)))) {
                        broken.add(page + ": " + link.group(1));
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(200);
        assertThat(home.resolve("LICENSE")).hasSameTextualContentAs(Path.of("..", "LICENSE"));
    }
}
