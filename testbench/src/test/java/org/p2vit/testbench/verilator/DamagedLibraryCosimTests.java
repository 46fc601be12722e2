// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Libraries that were damaged after they were built, met by a program that would load them. It is another process: one that loads
 * a library which is cut short ends with a signal.
 */
@Tag("cosim")
class DamagedLibraryCosimTests {
    /** One for all: what a test damages is mended when it ends. */
    @TempDir
    private static Path cache;

    /** The program: prints 5 + 7 as the hardware adds it. */
    static final class Adder {
        private Adder() {}

        public static void main(String[] args) {
            VerilatedModel built = VerilatedModel.build(Path.of(args[0]), "counter_adder", BuildOptions.defaults());
            try (Model model = built.open()) {
                model.reset("aresetn", 2);
                model.set("a", 5);
                model.set("b", 7);
                model.settle();
                System.out.println("sum " + model.get("now__sum"));
            }
        }
    }

    @BeforeEach
    void build() throws Exception {
        requireSum();
    }

    @Test
    void oneThatIsCutShort() throws Exception {
        Path library = library();
        byte[] whole = Files.readAllBytes(library);
        Files.write(library, Arrays.copyOf(whole, whole.length / 3));
        assertThat(library.toFile().setReadOnly()).isTrue();
        requireSum();
        assertThat(Files.size(library)).isEqualTo(whole.length);
    }

    @Test
    void aFolderInItsPlace() throws Exception {
        Path library = library();
        Files.delete(library);
        Files.createDirectories(library.resolve("inside"));
        requireSum();
        assertThat(library).isRegularFile();
    }

    private Path library() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.getFileName().toString().equals(NativeBuild.LIBRARY))
                    .filter(file -> file.getParent().getFileName().toString().startsWith("counter_adder-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void requireSum() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Adder.class.getName(),
                        "src/test/resources/org/p2vit/testbench/rtl/counter_adder.v")
                .redirectErrorStream(true);
        builder.environment().put("P2VIT_CACHE", cache.toString());
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).contains("sum 12");
    }
}
