// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** What a program image says of pictures and of the names of classes. */
class PictureWordsTests {
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");

    /** The words from exif_rotation to crop, as the table of program.md numbers their values. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=8x12                             | 0 0 0 0 0 0",
                "crop=8x12                             | 0 0 0 0 0 1",
                "crop=8x12:floor                       | 0 0 0 0 0 2",
                "exif,exact=8x12:nearest               | 1 1 8 12 0 0",
                "exact=9x13:lanczos,crop=8x12          | 0 1 9 13 1 1",
                "shorter=14:bilinear,crop=8x12:floor   | 0 2 14 14 2 2",
                "exif,cover=10x14:bicubic,crop=8x12    | 1 2 10 14 3 1",
                "shorter=12:box,crop=8x12              | 0 2 12 12 4 1",
                "exact=8x12:hamming                    | 0 1 8 12 5 0"
            })
    void wordsSayHowAPictureComesToSize(String preprocess, String expected) {
        ByteBuffer image = image(network(1, preprocess, -5, List.of(0.5f), List.of(0.5f), List.of()));
        int[] words = new int[6];
        image.slice(92, 4 * words.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(words);
        assertThat(words)
                .containsExactly(Arrays.stream(expected.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray());
        assertThat(new int[] {image.getInt(68), image.getInt(72), image.getInt(76), image.getInt(80)})
                .as("height, width, channels, patch")
                .containsExactly(8, 12, 1, 4);
        assertThat(new int[] {image.getInt(84), image.getInt(88)})
                .as("T and R of tiny")
                .containsExactly(2, 8);
    }

    /** With mean 0 and std 1/255 a sample is its own value, in units of 2^1; with mean 1 less by 255. */
    @Test
    void codesAreThoseOfSamplesChannelByChannel() {
        List<Float> std = List.of(1 / 255f, 1 / 255f, 1 / 255f);
        ByteBuffer image = image(network(3, "size=8x12", 1, List.of(0f, 1f, 0.5f), std, List.of()));
        byte[] codes = new byte[3 * 256];
        image.get(image.getInt(120), codes);
        assertThat(new int[] {codes[0], codes[2], codes[100], codes[252], codes[255]})
                .containsExactly(0, 1, 50, 126, 127);
        assertThat(new int[] {codes[256 + 1], codes[256 + 155], codes[256 + 255]})
                .containsExactly(-127, -50, 0);
        assertThat(new int[] {codes[512], codes[512 + 255]}).containsExactly(-64, 64);
    }

    @Test
    void namesFollowTheirBegins() {
        List<String> names = List.of("cat", "", "ÿ€", "a\0b");
        ByteBuffer image = image(network(1, "size=8x12", -5, List.of(0.5f), List.of(0.5f), names));
        int labels = image.getInt(124);
        assertThat(image.getInt(128)).isEqualTo(4 * 5 + 3 + 5 + 3);
        for (int i = 0; i < names.size(); i++) {
            int begin = image.getInt(labels + 4 * i);
            byte[] name = new byte[image.getInt(labels + 4 * i + 4) - begin];
            image.get(labels + begin, name);
            assertThat(new String(name, StandardCharsets.UTF_8)).isEqualTo(names.get(i));
        }
        assertThat(image.getInt(labels)).isEqualTo(4 * 5);
    }

    private static ByteBuffer image(QuantizedVit network) {
        byte[] bytes = ProgramImage.of(NetworkCompiler.compile(network, TINY), network, TINY, List.of());
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static QuantizedVit network(
            int channels, String preprocess, int exponent, List<Float> mean, List<Float> std, List<String> labels) {
        VitShape shape = new VitShape(8, 12, channels, 4, 16, 1, 2, 16, 4);
        QuantizedVit any = RandomQuantizedVit.of(shape, 3);
        return new QuantizedVit(
                shape,
                new InputCoding(exponent, mean, std, Preprocess.parse(preprocess)),
                any.attention(),
                any.patchEmbedding(),
                any.position(),
                any.blocks(),
                any.readout(),
                any.head(),
                any.exponents(),
                labels);
    }
}
