// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** A network has one file: every other way to write the same header or arrays is refused, naming what is wrong. */
class CanonicalBundleTests {
    private static final List<String> LABELS = List.of("A/b", "L\u00f6we \ud83e\udd81", "\t\u001f\"\\");
    private static final QuantizedVit VIT = labelled(LABELS);
    private static final byte[] BUNDLE = QuantizedBundle.toBytes(VIT);

    @Test
    void theCanonicalFormIsWhatThePageSays() {
        String header = new Forgery(BUNDLE).header;
        assertThat(header)
                .startsWith(
                        "{\"shape\":{\"imageHeight\":4,\"imageWidth\":8,\"channels\":1,\"patch\":4,\"dim\":3,\"depth\":1,"
                                + "\"heads\":1,\"mlpDim\":5,\"classes\":3,\"classTokens\":1,\"registers\":0},\"readout\":\"norm\",\"activation\":\"gelu\",\"attention\":\"log2\","
                                + "\"preprocess\":\"crop=4x8\",\"labels\":[\"A/b\",\"L\u00f6we \ud83e\udd81\","
                                + "\"\\t\\u001F\\\"\\\\\"],\"arrays\":[{\"name\":\"input.exponent\",\"type\":\"i32\",\"count\":1},")
                .endsWith("{\"name\":\"head.exponent\",\"type\":\"i32\",\"count\":1}]}");
        assertThat(QuantizedBundle.fromBytes(BUNDLE)).usingRecursiveComparison().isEqualTo(VIT);
    }

    /** What a writer that is nearly right would write. */
    @ParameterizedTest
    @CsvFileSource(resources = "other-headers.csv", delimiter = '|', quoteCharacter = '`')
    void everyOtherHeaderIsRefused(String old, String changed, String reason) {
        Forgery forgery = new Forgery(BUNDLE);
        int at = old.endsWith("}]}") ? forgery.header.lastIndexOf(old) : forgery.header.indexOf(old);
        assertThat(at).as(old).isNotNegative();
        forgery.header =
                forgery.header.substring(0, at) + visible(changed) + forgery.header.substring(at + old.length());
        assertRefused(forgery.toBytes(), reason);
    }

    @ParameterizedTest
    @CsvSource({"'heads\":1','heads\":0'", "'log2','log3'", "'labels','names'"})
    void aRefusalEndsWithOneFullStop(String old, String changed, @TempDir Path folder) throws IOException {
        Forgery forgery = new Forgery(BUNDLE);
        forgery.header = forgery.header.replace(old, changed);
        Path file = Files.write(folder.resolve("forged.p2vit"), forgery.toBytes());
        assertThatThrownBy(() -> QuantizedBundle.read(file))
                .hasMessageContaining(file.toString())
                .hasMessageMatching("(?s).*[^.]\\.");
    }

    private static String visible(String text) {
        return text.replace('\u2420', ' ')
                .replace('\u2424', '\n')
                .replace('\u2409', '\t')
                .replace("\u2400", "");
    }

    static Stream<Map.Entry<String, byte[]>> otherCodings() {
        String header = new Forgery(BUNDLE).header;
        byte[] utf8 = header.getBytes(UTF_8);
        String ascii = header.replace("\u00f6", "o").replace("\ud83e\udd81", "");
        int label = header.indexOf("A/b");
        return Stream.of(
                Map.entry("byte 1 is 0, as bytes of UTF-16", ascii.getBytes(UTF_16LE)),
                Map.entry("byte 0 is 0, as bytes of UTF-16", ascii.getBytes(UTF_16BE)),
                Map.entry("byte 3 is 0, as bytes of UTF-16", ("\ufeff" + header).getBytes(UTF_16LE)),
                Map.entry("byte 2 is 0, as bytes of UTF-16", ("\ufeff" + header).getBytes(UTF_16BE)),
                Map.entry("as bytes of UTF-16 and UTF-32", ascii.getBytes(Charset.forName("UTF-32LE"))),
                Map.entry("not valid JSON", ("\ufeff" + header).getBytes(UTF_8)),
                Map.entry("byte " + utf8.length + " is 0", Arrays.copyOf(utf8, utf8.length + 1)),
                Map.entry("not UTF-8", header.getBytes(Charset.forName("ISO-8859-1"))),
                // Overlong A and NUL, a surrogate by itself, a character above U+10FFFF, half a character.
                Map.entry("not UTF-8: its byte " + label, replaced(utf8, label, 0xC1, 0x81)),
                Map.entry("not UTF-8: its byte " + label, replaced(utf8, label, 0xC0, 0x80)),
                Map.entry("not UTF-8: its byte " + label, replaced(utf8, label, 0xE0, 0x81, 0x81)),
                Map.entry("not UTF-8: its byte " + label, replaced(utf8, label, 0xED, 0xA0, 0x80)),
                Map.entry("not UTF-8: its byte " + label, replaced(utf8, label, 0xF4, 0x90, 0x80, 0x80)),
                Map.entry("not UTF-8: its byte " + label, replaced(utf8, label, 0xC3)),
                Map.entry("not valid JSON", replaced(utf8, label, 0x0A)),
                Map.entry("byte " + label + " is 0", replaced(utf8, label, 0x00)));
    }

    @ParameterizedTest
    @MethodSource("otherCodings")
    void anotherCodingOfTextIsRefused(Map.Entry<String, byte[]> coding) {
        assertRefused(new Forgery(BUNDLE).toBytes(coding.getValue()), coding.getKey());
    }

    @Test
    void arraysHaveOneOrder() {
        Forgery forgery = new Forgery(BUNDLE);
        List<BundleHeader.Entry> entries = forgery.entries();
        for (int first = 0; first + 1 < entries.size(); first++) {
            assertRefused(
                    swapped(first),
                    "array " + entries.get(first + 1).name() + " stands where "
                            + entries.get(first).name() + " belongs");
        }
    }

    /** Two neighbours in the other order, in the table and in the payload. */
    private static byte[] swapped(int first) {
        Forgery forgery = new Forgery(BUNDLE);
        BundleHeader.Entry one = forgery.entries().get(first);
        BundleHeader.Entry two = forgery.entries().get(first + 1);
        int from = forgery.offsetOf(one.name());
        int middle = forgery.offsetOf(two.name());
        int to = middle + (int) two.bytes();
        byte[] old = forgery.payload.clone();
        System.arraycopy(old, middle, forgery.payload, from, to - middle);
        System.arraycopy(old, from, forgery.payload, from + to - middle, middle - from);
        String rows = json(one) + "," + json(two);
        assertThat(forgery.header).contains(rows);
        forgery.header = forgery.header.replace(rows, json(two) + "," + json(one));
        return forgery.toBytes();
    }

    private static String json(BundleHeader.Entry entry) {
        return "{\"name\":\"" + entry.name() + "\",\"type\":\"" + entry.kind().label() + "\",\"count\":" + entry.count()
                + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "input.mean, 0x7fc00000, mean NaN",
        "input.mean, 0xff800000, mean -Infinity",
        "input.mean, 0x49742401, mean 1000000.06",
        "input.std, 0x7f800001, std NaN",
        "input.std, 0x7f800000, std Infinity",
        "input.std, 0x80000000, std -0.0",
        "input.std, 0x00000000, std 0.0",
        "input.std, 0x00000001, std 1.4E-45",
        "input.std, 0xbf800000, std -1.0",
    })
    void meansAndDeviationsAreUsable(String array, String bits, String reason) {
        int value = Integer.parseUnsignedInt(bits.substring(2), 16);
        assertRefused(new Forgery(BUNDLE).with(array, 0, value).toBytes(), reason);
    }

    @ParameterizedTest
    @CsvSource({
        "blocks.0.softmax.shift, softmax shift of blocks.0.q[0]",
        "blocks.0.attn_logits.shift, 'logit shift of blocks.0.q, channel 0'",
        "blocks.0.attn_logits.exponent, softmax shift of blocks.0.q[0]",
        "blocks.0.attn_out.shift, 'value shift of blocks.0.v, channel 0'",
        "blocks.0.attn_out.exponent, 'value shift of blocks.0.v, channel 0'",
        "blocks.0.v.exponent, 'value shift of blocks.0.v, channel 0'",
        "blocks.0.q.exponent, 'logit shift of blocks.0.q, channel 0'",
        "blocks.0.k.exponent, 'logit shift of blocks.0.q, channel 0'",
        "blocks.0.proj.residual_shift, blocks.0.proj residual shift[0]",
        "blocks.0.fc2.residual_shift, blocks.0.fc2 residual shift[0]",
        "position.exponent, patch_embed residual shift[0]",
        "stream.exponent, patch_embed residual shift[0]",
    })
    void shiftsAgreeWithExponents(String array, String reason) {
        for (int change : new int[] {-1, 1}) {
            Forgery forgery = new Forgery(BUNDLE);
            int value = forgery.payload[forgery.offsetOf(array)] + change;
            if (value >= 0 || array.endsWith("exponent")) {
                assertRefused(forgery.with(array, 0, value).toBytes(), reason + " is ");
            }
        }
    }

    @Test
    void nothingIsWrittenThatIsNotRead() {
        assertThatThrownBy(() -> labelled(List.of("a", "\ud800", "c")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("label 1 has half a surrogate pair, U+d800");
        QuantizedVit long1 = labelled(List.of("a", "b".repeat(1 << 24), "c"));
        assertThatThrownBy(() -> QuantizedBundle.toBytes(long1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at most 16777216 are allowed, shorten the labels");
    }

    private static QuantizedVit labelled(List<String> labels) {
        QuantizedVit vit = RandomQuantizedVit.of(new VitShape(4, 8, 1, 4, 3, 1, 1, 5, 3), 4, 42);
        return new QuantizedVit(
                vit.shape(),
                vit.input(),
                vit.attention(),
                vit.patchEmbedding(),
                vit.position(),
                vit.blocks(),
                vit.readout(),
                vit.head(),
                vit.exponents(),
                labels);
    }

    private static byte[] replaced(byte[] text, int at, int... by) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(text, 0, at);
        for (int value : by) {
            changed.write(value);
        }
        changed.write(text, at + 1, text.length - at - 1);
        return changed.toByteArray();
    }

    private static void assertRefused(byte[] file, String reason) {
        assertThatThrownBy(() -> QuantizedBundle.fromBytes(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason);
    }
}
