// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;

class AcceleratorConfigTests {
    /** A configuration that the refusals below spoil. */
    private static final String LEGAL = """
            grade: supported
            board: none
            description: smallest array, fast to simulate
            clockMhz: 100
            array:
              tokenTile: 2
              word: 8
              postPipes: 1
              pe: plain
            buffers:
              activation: {words: 2048, style: block}
              weight: {words: 512, style: block}
              residual: {words: 512, style: block}
              value: {words: 512, style: block}
              code: {words: 1024, style: block}
              requantParam: {words: 128, style: distributed}
              normParam: {words: 32, style: distributed}
              logit: {words: 16, style: distributed}
            limits:
              maxTokens: 80
              maxDim: 96
              maxHeadDim: 32
            control:
              queueDepth: 8
              addressBits: 32
              maxOutstandingReads: 8
            """;

    @TempDir
    Path directory;

    private static String text(String name) throws IOException {
        try (var stream = AcceleratorConfig.class.getResourceAsStream("/configs/" + name + ".yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static AcceleratorConfig legalWith(String from, String to) {
        assertThat(LEGAL).as("the line this test edits").contains(from);
        return ConfigReader.parse("mine", "mine.yaml", LEGAL.replace(from, to));
    }

    static final java.util.List<String> NAMED = AcceleratorConfig.NAMED;

    @ParameterizedTest
    @FieldSource("NAMED")
    void namedConfigurationsLoad(String name) {
        AcceleratorConfig config = AcceleratorConfig.load(name);
        assertThat(config.name()).isEqualTo(name);
        assertThat(config.array().tokenTile()
                        * config.array().word()
                        * config.array().word())
                .isEqualTo(config.array().macsPerCycle());
    }

    /** ViT shapes (tokens, dim, MLP, head dim, classes) a configuration says it runs. */
    @ParameterizedTest
    @CsvSource({
        "tiny, 65, 64, 256, 32, 36",
        "pynq-z2, 197, 192, 768, 64, 1000",
        "kv260-shift, 197, 192, 768, 64, 1000",
        "kv260-shift, 197, 768, 3072, 64, 1000",
        "kv260, 197, 768, 3072, 64, 1000",
        "zcu104, 197, 768, 3072, 64, 1000"
    })
    void buffersHoldTheNetworkTheConfigurationIsMeantFor(
            String name, int tokens, int dim, int mlp, int headDim, int classes) {
        AcceleratorConfig config = AcceleratorConfig.load(name);
        ArrayConfig array = config.array();
        BufferSetConfig buffers = config.buffers();
        int tiles = array.tiles(tokens);
        assertThat(config.limits().maxTokens()).isGreaterThanOrEqualTo(tokens);
        assertThat(config.limits().maxDim()).isGreaterThanOrEqualTo(dim);
        assertThat(config.limits().maxHeadDim()).isGreaterThanOrEqualTo(headDim);
        assertThat(buffers.activation().words()).isGreaterThanOrEqualTo(tiles * (array.words(dim) + array.words(mlp)));
        assertThat(buffers.residual().words()).isGreaterThanOrEqualTo(tiles * array.words(dim));
        assertThat(buffers.weight().words()).isGreaterThanOrEqualTo(2 * array.words(mlp));
        assertThat(buffers.requantParam().words()).isGreaterThanOrEqualTo(array.words(5 * dim + mlp));
        assertThat(buffers.normParam().words()).isGreaterThanOrEqualTo(2 * array.words(dim));
        assertThat(buffers.logit().words()).isGreaterThanOrEqualTo(array.words(classes));
    }

    @Test
    void attentionIsByShiftsWhereTheFileDoesNotSay() {
        assertThat(legalWith("clockMhz: 100", "clockMhz: 101").attention()).isEqualTo(AttentionKind.SHIFT);
        assertThat(legalWith("buffers:", "attention: shift\nbuffers:").attention())
                .isEqualTo(AttentionKind.SHIFT);
    }

    @Test
    void attentionOnTheMultipliersBuildsNoValueAndCodeBuffers() {
        String both = "  value: {words: 512, style: block}\n  code: {words: 1024, style: block}\n";
        String multiply = LEGAL.replace("buffers:", "attention: multiply\nbuffers:");

        AcceleratorConfig config = ConfigReader.parse("mine", "mine.yaml", multiply.replace(both, ""));

        assertThat(config.attention()).isEqualTo(AttentionKind.MULTIPLY);
        assertThat(config.buffers().value()).isNull();
        assertThat(config.buffers().code()).isNull();
        assertThat(ConfigHash.of(config)).isNotEqualTo(ConfigHash.of(ConfigReader.parse("mine", "mine.yaml", LEGAL)));
        assertThatThrownBy(() -> ConfigReader.parse("mine", "mine.yaml", multiply))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("buffers.value is given, but attention: multiply builds no such buffer");
        assertThatThrownBy(() -> ConfigReader.parse("mine", "mine.yaml", LEGAL.replace(both, "")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("buffers.value is missing; attention: shift needs it");
        assertThatThrownBy(() -> legalWith("buffers:", "attention: both\nbuffers:"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("attention is both, allowed is: shift, multiply");
    }

    @Test
    void derivedQuantities() {
        AcceleratorConfig config = legalWith("grade: supported", "grade: EXPERIMENTAL");
        assertThat(config.grade()).isEqualTo(Grade.EXPERIMENTAL);
        assertThat(config.array().macsPerCycle()).isEqualTo(128);
        assertThat(config.array().multipliers()).isEqualTo(128);
        assertThat(legalWith("pe: plain", "pe: packed").array().multipliers()).isEqualTo(64);
        assertThat(config.array().wordBits()).isEqualTo(64);
        assertThat(config.array().tiles(1)).isEqualTo(1);
        assertThat(config.array().tiles(65)).isEqualTo(33);
        assertThat(config.array().words(8)).isEqualTo(1);
        assertThat(config.array().words(9)).isEqualTo(2);
        assertThat(config.buffers().activation().addressWidth()).isEqualTo(11);
        assertThat(legalWith("activation: {words: 2048", "activation: {words: 1281")
                        .buffers()
                        .activation()
                        .addressWidth())
                .isEqualTo(11);
    }

    @Test
    void fileGivesTheName() throws IOException {
        Path file = directory.resolve("my-board.yaml");
        Files.writeString(file, text("tiny"));
        assertThat(AcceleratorConfig.load(file.toString()).name()).isEqualTo("my-board");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "word: 8                | word: 12               | array.word is 12, allowed is 8 or 16",
                "tokenTile: 2           | tokenTile: 1           | array.tokenTile is 1, allowed is 2 to 16",
                "tokenTile: 2           | tokenTile: 17          | array.tokenTile is 17, allowed is 2 to 16",
                "tokenTile: 2           | tokenTile: 3           | array.tokenTile is 3, it must divide array.word, which is 8",
                "tokenTile: 2           | tokenTile: 16          | array.tokenTile is 16, it must divide array.word, which is 8",
                "postPipes: 1           | postPipes: 0           | array.postPipes is 0, allowed is 1 to 2",
                "postPipes: 1           | postPipes: 3           | array.postPipes is 3, allowed is 1 to 2",
                "activation: {words: 2048 | activation: {words: 131072 | buffers.activation.words is 131072, allowed is 2 to 65536",
                "residual: {words: 512  | residual: {words: 1    | buffers.residual.words is 1, allowed is 2 to 65536",
                "value: {words: 512     | value: {words: 1       | buffers.value.words is 1, allowed is 2 to 65536",
                "code: {words: 1024     | code: {words: 1        | buffers.code.words is 1, allowed is 2 to 65536",
                "requantParam: {words: 128 | requantParam: {words: 1 | buffers.requantParam.words is 1, allowed is 2 to 65536",
                "normParam: {words: 32  | normParam: {words: 1   | buffers.normParam.words is 1, allowed is 2 to 65536",
                "logit: {words: 16      | logit: {words: 1       | buffers.logit.words is 1, allowed is 2 to 65536",
                "maxTokens: 80          | maxTokens: 1           | limits.maxTokens is 1, allowed is 2 to 1023",
                "maxTokens: 80          | maxTokens: 1024        | limits.maxTokens is 1024, allowed is 2 to 1023",
                "maxDim: 96             | maxDim: 7              | limits.maxDim is 7, allowed is 8 to 1024",
                "maxDim: 96             | maxDim: 1025           | limits.maxDim is 1025, allowed is 8 to 1024",
                "maxHeadDim: 32         | maxHeadDim: 129        | limits.maxHeadDim is 129, allowed is 8 to 128",
                "maxHeadDim: 32         | maxHeadDim: 128        | limits.maxHeadDim is 128, it must not exceed limits.maxDim, which is 96",
                "queueDepth: 8          | queueDepth: 1          | control.queueDepth is 1, allowed is 2 to 64",
                "queueDepth: 8          | queueDepth: 5          | control.queueDepth is 5, it must be a power of two",
                "addressBits: 32        | addressBits: 31        | control.addressBits is 31, allowed is 32 to 64",
                "addressBits: 32        | addressBits: 65        | control.addressBits is 65, allowed is 32 to 64",
                "maxOutstandingReads: 8 | maxOutstandingReads: 0 | control.maxOutstandingReads is 0, allowed is 1 to 32",
                "maxOutstandingReads: 8 | maxOutstandingReads: 6 | control.maxOutstandingReads is 6, it must be a power of two",
                "clockMhz: 100          | clockMhz: 0            | clockMhz is 0, allowed is 1 to 1000",
                "board: none            | board: ''              | board is '', known are pynq-z2, kv260, zcu104, and none for a configuration without one",
                "description: smallest array, fast to simulate | description: ' ' | description is empty, give it a text",
                "activation: {words: 2048 | activation: {words: 256 | buffers.activation.words is 256, but all tokens of limits.maxDim channels and the heads in work need 1280; enlarge it or lower the limits",
                "residual: {words: 512  | residual: {words: 256  | buffers.residual.words is 256, but all tokens of limits.maxDim channels need 480; enlarge it or lower the limits",
                "value: {words: 512     | value: {words: 256     | buffers.value.words is 256, but the values of two heads need 320; enlarge it or lower the limits",
                "weight: {words: 512    | weight: {words: 64     | buffers.weight.words is 64, but the keys of two heads, and weights of limits.maxDim channels, need 92; enlarge it or lower the limits",
                "code: {words: 1024     | code: {words: 256      | buffers.code.words is 256, but the attention codes of two heads need 800; enlarge it or lower the limits",
                "requantParam: {words: 128 | requantParam: {words: 8 | buffers.requantParam.words is 8, but the parameters of limits.maxDim outputs need 12; enlarge it or lower the limits",
                "normParam: {words: 32  | normParam: {words: 8   | buffers.normParam.words is 8, but the parameters of limits.maxDim channels need 12; enlarge it or lower the limits",
            })
    void illegalValueIsRefused(String from, String to, String sentence) {
        assertThatThrownBy(() -> legalWith(from, to))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("mine\\.yaml: line \\d+: " + Pattern.quote(sentence));
    }

    @ParameterizedTest
    @CsvSource({"packed, true", "plain, true", "scalable, false", "cascade, false"})
    void elementsThatNeedUltraScaleAreRefusedElsewhere(String pe, boolean legal) throws IOException {
        String pynq = text("pynq-z2").replace("pe: packed", "pe: " + pe);
        if (legal) {
            assertThat(ConfigReader.parse("mine", "mine.yaml", pynq).board()).isEqualTo("pynq-z2");
        } else {
            assertThatThrownBy(() -> ConfigReader.parse("mine", "mine.yaml", pynq))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("array.pe is %s, whose operands have 27 bits", pe)
                    .hasMessageContaining("pynq-z2 take 25: choose packed or plain");
        }
    }

    @Test
    void postPipesMustDivideTokenTile() {
        assertThatThrownBy(() -> new ArrayConfig(8, 16, 3, ProcessingElement.PACKED))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("array.postPipes is 3, it must divide array.tokenTile, which is 8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokenTile: 2     | tokenTiles: 2     | unknown key 'array.tokenTiles' (known here: pe, postPipes, tokenTile, word)",
                "grade: supported | Grade: supported  | unknown key 'Grade' (known here: array, attention, board, buffers,",
                "grade: supported | name: other       | unknown key 'name' (known here: array, attention, board, buffers, clockMhz, control, description, grade, limits)",
                "grade: supported | ''                | missing key 'grade'",
                "tokenTile: 2     | ''                | missing key 'array.tokenTile'",
                "tokenTile: 2     | 'tokenTile:'      | array.tokenTile is empty, give it a value",
                "value: {words: 512, style: block} | 'value: {words: 512}' | missing key 'buffers.value.style'",
                "word: 8          | word: 8.5         | array.word is 8.5, it must be a whole number",
                "word: 8          | word: \"8\"       | array.word is \"8\", it must be a whole number",
                "word: 8          | word: 99999999999 | array.word is 99999999999, it must be a whole number",
                "word: 8          | word: [8]         | array.word is a list, it must be a whole number",
                "grade: supported | grade: good       | grade is good, allowed is: supported, experimental",
                "pe: plain        | pe: folded        | array.pe is folded, allowed is: packed, plain, scalable, cascade",
                "grade: supported | grade: 1          | grade is 1, allowed is: supported, experimental",
                "board: none      | board: 3          | board is 3, it must be a text",
                "value: {words: 512, style: block} | value: 3 | buffers.value is 3, it must hold keys",
                "value: {words: 512, style: block} | 'value: {words: 512, style: flash}' | buffers.value.style is flash, allowed is: block, ultra, distributed",
            })
    void wrongKeyOrTypeIsRefused(String from, String to, String sentence) {
        assertThatThrownBy(() -> legalWith(from, to)).hasMessageContaining(sentence);
    }

    @Test
    void repeatedKeyIsRefused() {
        assertThatThrownBy(() -> legalWith("  word: 8\n", "  word: 8\n  word: 16\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("mine.yaml: ", "word");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "- a\n- b\n", "text"})
    void textWithoutKeysIsRefused(String text) {
        assertThatThrownBy(() -> ConfigReader.parse("mine", "mine.yaml", text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("mine\\.yaml: (line \\d+: )?it .*holds no keys");
    }

    @Test
    void brokenYamlIsRefusedWithItsLine() {
        assertThatThrownBy(() -> ConfigReader.parse("mine", "mine.yaml", "grade: supported\narray: {word: 8\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("mine.yaml: line ");
    }

    @Test
    void unknownNameAndWrongFileNameAreRefused() throws IOException {
        assertThatThrownBy(() -> AcceleratorConfig.load("kv261"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("no configuration 'kv261': it is none of [tiny, pynq-z2, kv260, kv260-shift, zcu104]"
                        + " and no file of that path exists");
        Path file = Files.writeString(directory.resolve("tiny.txt"), text("tiny"));
        assertThatThrownBy(() -> AcceleratorConfig.load(file.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("must be called <name>.yaml");
        Path odd = Files.writeString(directory.resolve("a b.yaml"), text("tiny"));
        assertThatThrownBy(() -> AcceleratorConfig.load(odd.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("name is 'a b', allowed are letters");
    }
}
