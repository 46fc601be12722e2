// SPDX-License-Identifier: Apache-2.0
package org.p2vit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The rule of {@link ArchitectureTests} sees what it is for, and nothing else. */
class PlatformDefaultsTests {
    @Test
    void everyCallOfTheFirstKindIsFound() {
        assertThat(faults(Dependent.class)).hasSize(14);
    }

    @Test
    void callsThatNameTheirLocaleAreNot() {
        assertThat(faults(Independent.class)).isEmpty();
    }

    private static List<String> faults(Class<?> type) {
        return noClasses()
                .should()
                .accessTargetWhere(PlatformDefaults.use())
                .evaluate(new ClassFileImporter().importClasses(type))
                .getFailureReport()
                .getDetails();
    }

    @SuppressWarnings("unused")
    private static final class Dependent {
        String text() {
            return String.format("%d", 1)
                    + "%d".formatted(2)
                    + "i".toUpperCase()
                    + "I".toLowerCase()
                    + new String(new byte[1])
                    + "a".getBytes().length
                    + Locale.getDefault();
        }

        UnaryOperator<String> reference() {
            return String::toUpperCase;
        }

        void print(PrintWriter writer, PrintStream stream) {
            writer.printf("%d", 1);
            stream.printf("%d", 1);
            stream.format("%d", 1);
        }

        void open(InputStream in, OutputStream out) {
            assertThat(new InputStreamReader(in)).isNotNull();
            assertThat(new PrintStream(out)).isNotNull();
            assertThat(new Scanner(in)).isNotNull();
        }
    }

    @SuppressWarnings("unused")
    private static final class Independent {
        String text(Path file) throws IOException {
            return String.format(Locale.ROOT, "%d", 1)
                    + "i".toUpperCase(Locale.ROOT)
                    + new String(new byte[1], StandardCharsets.UTF_8)
                    + new String(new char[1])
                    + Files.readString(file)
                    + String.valueOf(1.5);
        }

        void print(PrintWriter writer, OutputStream out) {
            writer.printf(Locale.ROOT, "%d", 1);
            writer.println(1.5);
            assertThat(new PrintStream(out, true, StandardCharsets.UTF_8)).isNotNull();
        }
    }
}
