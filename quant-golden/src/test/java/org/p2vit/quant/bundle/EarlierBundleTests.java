// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** Files of version 6 are read where they are canonical; files in which each of the rules was broken are in the test's resources. */
class EarlierBundleTests {
    private static final int VERSION_AT = 8;
    private static final int HEADER_AT = 16;
    private static final int CHECKSUM_BYTES = 32;

    private static final VitShape SHAPE = new VitShape(8, 8, 1, 4, 8, 1, 2, 8, 3);

    /** The same network as version 6 had it, with a word for {@code preprocess}. */
    private static byte[] earlier(byte[] bundle, String text, String word) {
        int length = ByteBuffer.wrap(bundle).order(ByteOrder.LITTLE_ENDIAN).getInt(VERSION_AT + 4);
        String header = new String(bundle, HEADER_AT, length, StandardCharsets.UTF_8);
        assertThat(header).contains("\"preprocess\":\"" + text + "\"");
        byte[] changed = header.replace(text, word).getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(bundle.length - CHECKSUM_BYTES - length + changed.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.put(bundle, 0, VERSION_AT).putInt(6).putInt(changed.length).put(changed);
        file.put(bundle, HEADER_AT + length, bundle.length - CHECKSUM_BYTES - HEADER_AT - length);
        return Forgery.signed(file.array());
    }

    @Test
    void theNetworkIsTheSame() {
        QuantizedVit vit = RandomQuantizedVit.of(SHAPE, 4, 42);
        byte[] bundle = QuantizedBundle.toBytes(vit);
        QuantizedVit read = QuantizedBundle.fromBytes(earlier(bundle, "crop=8x8", "crop"));

        assertThat(read).usingRecursiveComparison().isEqualTo(vit);
        assertThat(QuantizedBundle.toBytes(read)).isEqualTo(bundle);
    }

    /** A word of today is none of then, nor the other way round. */
    @Test
    void eachVersionHasItsOwnWords() {
        byte[] bundle = QuantizedBundle.toBytes(RandomQuantizedVit.of(SHAPE, 4, 42));
        assertThatThrownBy(() -> QuantizedBundle.fromBytes(earlier(bundle, "crop=8x8", "crop=8x8")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("preprocess is \"crop=8x8\"; version 6 has resize-crop and crop");
        byte[] renumbered = earlier(bundle, "crop=8x8", "crop");
        ByteBuffer.wrap(renumbered).order(ByteOrder.LITTLE_ENDIAN).putInt(VERSION_AT, QuantizedBundle.VERSION);
        byte[] signed = Forgery.signed(Arrays.copyOf(renumbered, renumbered.length - CHECKSUM_BYTES));
        assertThatThrownBy(() -> QuantizedBundle.fromBytes(signed))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"crop\" is unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "header_indented | white space",
                "header_utf16 | no UTF-8 text: its byte 0 is 0, as bytes of UTF-16",
                "label_overlong | UTF-8",
                "label_surrogate | surrogate",
                "order_swapped | arrays have one order",
                "preprocess_banana | preprocess is \"banana\"",
            })
    void whatIsNotCanonicalIsRefused(String name, String reason) throws IOException {
        byte[] file;
        try (var stream = EarlierBundleTests.class.getResourceAsStream("version-6/accepted-" + name + ".p2vit")) {
            file = stream.readAllBytes();
        }
        assertThatThrownBy(() -> QuantizedBundle.fromBytes(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason);
    }
}
