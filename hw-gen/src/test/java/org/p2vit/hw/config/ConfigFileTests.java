// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;

/** What people write into a configuration file by mistake: a plain sentence each, with file, line and key. */
class ConfigFileTests {
    @TempDir
    private Path folder;

    private static String tiny() throws IOException {
        try (var stream = AcceleratorConfig.class.getResourceAsStream("/configs/tiny.yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> ConfigReader.parse("mine", "mine.yaml", text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    /** Lines of {@code tiny.yaml}: 5 clockMhz, 6 array, 7 tokenTile, 8 word, 10 pe. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "clockMhz: 100   | clockMhz: 0x800        | line 5: clockMhz is 0x800, it must be a number in decimal digits: 2048",
                "clockMhz: 100   | clockMhz: 0o144        | line 5: clockMhz is 0o144, it must be a number in decimal digits, and a 0 ahead of them means octal to some readers",
                "clockMhz: 100   | clockMhz: 0144         | line 5: clockMhz is 0144, it must be a number in decimal digits, and a 0 ahead of them means octal to some readers",
                "clockMhz: 100   | clockMhz: 1e99         | line 5: clockMhz is 1e99, it must be a number in decimal digits",
                "clockMhz: 100   | clockMhz: 187.5e0      | line 5: clockMhz is 187.5e0, it must be a number in decimal digits",
                "clockMhz: 100   | clockMhz: 0.5          | line 5: clockMhz is 0.5, allowed is 1 to 1000",
                "clockMhz: 100   | clockMhz: 1000.001     | line 5: clockMhz is 1000.001, allowed is 1 to 1000",
                "clockMhz: 100   | clockMhz: '187.5'      | line 5: clockMhz is \"187.5\", it must be a number without quotes",
                "word: 8         | word: 8.0              | line 8: array.word is 8.0, it must be a whole number in decimal digits",
                "clockMhz: 100   | clockMhz: 1_00         | line 5: clockMhz is 1_00, it must be a number in decimal digits",
                "clockMhz: 100   | clockMhz: .inf         | line 5: clockMhz is .inf, it must be a number in decimal digits",
                "clockMhz: 100   | clockMhz: 9223372036854775808 | line 5: clockMhz is 9223372036854775808, it must be a number from -2147483648 to 2147483647",
                "clockMhz: 100   | clockMhz: -5           | line 5: clockMhz is -5, allowed is 1 to 1000",
                "clockMhz: 100   | clockMhz:              | line 5: clockMhz is empty, give it a value",
                "clockMhz: 100   | clockMhz: '100'        | line 5: clockMhz is \"100\", it must be a number without quotes",
                "clockMhz: 100   | clockMhz: true         | line 5: clockMhz is true, it must be a number in decimal digits",
                "clockMhz: 100   | clockMhz: &c 100       | line 5: the anchor &c is not known here; leave it out",
                "clockMhz: 100   | clockMhz: !!int 100    | line 5: the tag tag:yaml.org,2002:int is not known; leave it out",
                "limits:         | limits: !!map          | line 21: the tag tag:yaml.org,2002:map is not known; leave it out",
                "clockMhz: 100   | clockMhz: {a: 1}       | line 5: clockMhz is a set of keys, it must be a number",
                "clockMhz: 100   | ? [a, b]               | mine.yaml has 2 faults:¶  line 2: missing key 'clockMhz'¶  line 5: a list is no key",
                "word: 8 | word: 8¶  word: 16 | line 9: the key 'word' is there for the second time, first in line 8",
                "pe: packed | pe: packed¶  <<: *x | mine.yaml has 2 faults:¶  line 11: the alias *x stands for another value; write the value itself¶  line 11: unknown key 'array.<<' (known here: pe, postPipes, tokenTile, word)",
                "board: none     | board: basys3          | line 3: board is 'basys3', known are pynq-z2, kv260, zcu104, and none for a configuration without one",
                "board: none     | board:                 | line 3: board is empty, give it a value",
                "queueDepth: 8 | queueDepth: 8¶  semaphores: 31 | line 27: control.semaphores is gone, because it had no effect: there are always 31 semaphores; delete the line",
                "maxDim: 96 | maxDim: 92        | line 23: limits.maxDim is 92, it must be a multiple of array.word, which is 8",
            })
    void aMistakeIsNamedWithItsLine(String from, String to, String sentence) throws IOException {
        String text = tiny();
        assertThat(text).contains(from);
        String message = sentence.replace('\u00b6', '\n');
        assertRefused(
                text.replace(from, to.replace('\u00b6', '\n').replace('\u2192', '\t')),
                message.startsWith("mine") ? message : "mine.yaml: " + message);
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "100.0, 100", "187.50, 187.5", "214.286, 214.286", "1.0, 1", "1000.000, 1000"})
    void theClockIsReadAsItIsPrinted(String written, String printed) throws IOException {
        AcceleratorConfig config =
                ConfigReader.parse("mine", "mine.yaml", tiny().replace("clockMhz: 100", "clockMhz: " + written));
        assertThat(config.clockMhz()).hasToString(printed);
    }

    @Test
    void allFaultsAreListedByLine() throws IOException {
        String text = tiny().replace("board: none", "board: x")
                .replace("clockMhz: 100", "clockMhz: 0")
                .replace("  tokenTile: 2", "  tokenTile: two")
                .replace("weight: {words: 512, style: block}", "weight: {words: 1, style: flash}")
                .replace("  maxDim: 96", "  maxDim: 0")
                .replace("  addressBits: 32\n", "");
        assertRefused(text, """
                mine.yaml has 4 faults:
                  line 7: array.tokenTile is two, it must be a whole number in decimal digits
                  line 14: buffers.weight.style is flash, allowed is: block, ultra, distributed
                  line 23: limits.maxDim is 0, allowed is 8 to 1024
                  line 26: missing key 'control.addressBits'""");
        String values = tiny().replace("board: none", "board: x")
                .replace("clockMhz: 100", "clockMhz: 0")
                .replace("residual: {words: 512", "residual: {words: 4");
        assertRefused(values, """
                mine.yaml has 3 faults:
                  line 3: board is 'x', known are pynq-z2, kv260, zcu104, and none for a configuration without one
                  line 5: clockMhz is 0, allowed is 1 to 1000
                  line 15: buffers.residual.words is 4, but all tokens of limits.maxDim channels need 480; enlarge it or lower the limits""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\n---\nb: 2\n", "a: 1\n...\n---\nb: 2\n"})
    void aSecondDocumentIsRefused(String text) {
        assertThatThrownBy(() -> ConfigReader.parse("mine", "mine.yaml", text))
                .hasMessageContaining("a second document begins; a configuration is one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | mine.yaml: it holds no keys",
                "'# nothing' | mine.yaml: it holds no keys",
                "'---' | mine.yaml: line 1: it holds no keys",
                "text | mine.yaml: line 1: it is text and holds no keys",
                "- a | mine.yaml: line 1: it is a list and holds no keys",
                "'a: [' | mine.yaml: line 1: not readable as YAML"
            })
    void aFileWithoutKeysIsRefused(String text, String message) {
        assertThatThrownBy(() -> ConfigReader.parse("mine", "mine.yaml", text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void everyTabIsNamed() throws IOException {
        assertRefused(tiny().replace("  word: 8", "\tword: 8").replace("  pe: packed", "  \tpe: packed"), """
                mine.yaml has 2 faults:
                  line 8: a tab begins the line; YAML is indented with spaces
                  line 10: a tab begins the line; YAML is indented with spaces""");
    }

    @Test
    void nestingHasAnEnd() {
        assertThatThrownBy(() -> ConfigReader.parse("mine", "mine.yaml", "a: " + "[".repeat(100_000)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void aByteOrderMarkIsNoFaultAndOtherEncodingsAre() throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.write(file, ("\uFEFF" + tiny()).getBytes(StandardCharsets.UTF_8));
        assertThat(AcceleratorConfig.load(file.toString()).name()).isEqualTo("mine");

        Files.write(file, tiny().getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> AcceleratorConfig.load(file.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("its text is not UTF-8; save it in that encoding");
        Files.write(file, tiny().replace("smallest", "kl\u00e4r").getBytes(Charset.forName("ISO-8859-1")));
        assertThatThrownBy(() -> AcceleratorConfig.load(file.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("its text is not UTF-8");
    }

    @Test
    void controlCharactersAndHugeFilesAreRefused() throws IOException {
        assertRefused(
                tiny().replace("board: none", "board: no\u0007ne"),
                "mine.yaml: line 3: the character U+0007 is not allowed in YAML");
        Path file = Files.writeString(folder.resolve("mine.yaml"), tiny() + "#".repeat(70_000));
        assertThatThrownBy(() -> AcceleratorConfig.load(file.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("bytes, a configuration has at most 65536");
    }

    @Test
    void aDescriptionIsOnePrintedLineOfAnyLanguage() throws IOException {
        String[] refused = {
            "\\n: description holds the character U+000A, which is not printed; write one line of text",
            "\\u202e: description holds the character U+202E, which is not printed; write one line of text",
            "\\ufffe: description holds the character U+FFFE, which is not printed; write one line of text",
            "w".repeat(499) + ": description has 501 characters, it may have 500"
        };
        for (String one : refused) {
            String[] parts = one.split(": ", 2);
            assertRefused(described("a" + parts[0] + "b"), "mine.yaml: line 4: " + parts[1]);
        }
        String text = "{a} $b [c] 100 % *//\u00e9\u0645 \ud83d\ude00" + "w".repeat(476);
        assertThat(ConfigReader.parse("mine", "mine.yaml", described(text)).description())
                .isEqualTo(text);
    }

    @Test
    void aNameHasALimit() throws IOException {
        String text = tiny();
        assertThat(ConfigReader.parse("n".repeat(64), "mine.yaml", text).name()).hasSize(64);
        assertThatThrownBy(() -> ConfigReader.parse("n".repeat(65), "mine.yaml", text))
                .hasMessage("mine.yaml: name has 65 characters, it may have 64; call the file otherwise");
    }

    private static String described(String description) throws IOException {
        return tiny().replaceFirst(
                        "(?m)^description: .*$",
                        java.util.regex.Matcher.quoteReplacement("description: \"" + description + "\""));
    }
}
