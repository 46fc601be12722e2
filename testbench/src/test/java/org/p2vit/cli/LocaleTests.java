// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;

/** Emitted files and printed numbers are the same bytes in every country: digits, decimal marks, the Turkish i, character sets. */
@Tag("slow")
class LocaleTests {
    private static final Locale MACHINE = Locale.getDefault();

    @TempDir
    private static Path shared;

    private static Map<String, String> emitted;

    @TempDir
    private Path folder;

    @BeforeAll
    static void emitWithoutCountry() throws IOException {
        emitted = emit(Locale.ROOT, shared.resolve("root"));
    }

    @AfterEach
    void restore() {
        Locale.setDefault(MACHINE);
    }

    private static Map<String, String> emit(Locale locale, Path target) throws IOException {
        Locale.setDefault(locale);
        Emitter.emit(AcceleratorConfig.load("tiny"), target);
        return LocaleRun.files(target);
    }

    /** As a program gets them that uses the library, and sets no locale. */
    @ParameterizedTest
    @ValueSource(strings = {"ar-EG-u-nu-arab", "tr-TR", "de-DE", "hi-IN-u-nu-deva"})
    void emittedFilesAreTheSameBytes(String locale) throws IOException {
        assertThat(String.format(
                        Locale.forLanguageTag(locale),
                        "%d %.1f %s",
                        1,
                        1.5,
                        "I".toLowerCase(Locale.forLanguageTag(locale))))
                .as("the locale matters")
                .isNotEqualTo("1 1.5 i");

        assertThat(emit(Locale.forLanguageTag(locale), folder.resolve("other"))).isEqualTo(emitted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG-u-nu-arab", "tr-TR", "de-DE"})
    void printedNumbersAreTheSame(String locale) {
        String bundle = new NetworkFiles(folder).bundle(NetworkFiles.SMALL).toString();
        List<String[]> commands = List.of(
                new String[] {"estimate", "--config", "tiny", "--bundle", bundle},
                new String[] {"energy", "--config", "tiny", "--bundle", bundle},
                new String[] {"compile", "--config", "tiny", "--bundle", bundle, "--output", folder + "/program"},
                new String[] {"--help"});
        for (String[] command : commands) {
            Locale.setDefault(Locale.ROOT);
            CliRun expected = CliRun.of((Object[]) command);
            assertThat(expected.exitCode()).as(expected.err()).isEqualTo(ExitCode.OK);
            Locale.setDefault(Locale.forLanguageTag(locale));
            CliRun run = CliRun.of((Object[]) command);

            assertThat(run).isEqualTo(expected);
        }
    }

    /** The start of the program itself, where the JVM reads language and character set from its surroundings. */
    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"ar, EG, nu-arab, UTF-8", "tr, TR, '', ISO-8859-1", "de, DE, '', US-ASCII"})
    void aProcessOfItsOwnWritesAndPrintsTheSame(String language, String country, String extension, String charset)
            throws Exception {
        Object[] rtl = {"rtl", "--config", "tiny", "--output", "rtl"};
        LocaleRun run = LocaleRun.of(
                List.of(
                        "-Duser.language=" + language,
                        "-Duser.country=" + country,
                        "-Duser.extensions=" + (extension.isEmpty() ? "" : "u-" + extension),
                        "-Dfile.encoding=" + charset,
                        "-Dstdout.encoding=" + charset),
                Map.of("LC_ALL", "POSIX"),
                folder,
                rtl);

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(LocaleRun.files(folder.resolve("rtl"))).isEqualTo(emitted);
        assertThat(run.output())
                .isEqualTo(CliRun.of("rtl", "--config", "tiny", "--output", folder.resolve("rtl"))
                        .out()
                        .replace(folder + "/", ""));
    }

    /** Names that the machine's character set does not have: the file is found, or refused in a sentence. */
    @Test
    @Tag("slow")
    void namesBeyondAsciiEndInASentenceAtMost() throws Exception {
        Path output = Files.createDirectory(folder.resolve("out"));
        LocaleRun run = LocaleRun.of(
                List.of(), Map.of("LC_ALL", "C"), output, "rtl", "--config", "gr\u00fc\u00dfe.yaml", "--output", "x");

        assertThat(run.status()).as(run.output()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.output()).contains("can be no path", "LC_ALL=C.UTF-8").doesNotContain("\tat ");
    }
}
