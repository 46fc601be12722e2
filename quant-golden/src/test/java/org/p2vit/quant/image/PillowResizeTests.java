// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.model.ResizeFilter;

/**
 * Scaled images of every filter, calculated by a program of its own that follows Pillow's {@code Resample.c} and {@code Geometry.c}
 * line by line in Python: doubles, 22-bit weights, rows first. Odd sizes, both directions, one pixel, one row.
 */
class PillowResizeTests {
    private static final int SHOWN = 60;
    private static final int ENDS = 24;

    /** Filter, width and height before and after, samples in hexadecimal; of more than 60 the first and last 24. */
    @ParameterizedTest
    @CsvSource({
        "nearest, 7, 5, 3, 4, 372872c82f4261228245126e",
        "lanczos, 7, 5, 3, 4, 5d6a8f514d4b5b3d806e58a3",
        "bilinear, 7, 5, 3, 4, 5d668c5848535d44776a5b9e",
        "bicubic, 7, 5, 3, 4, 5a6b9156484d5e3e7a6a5ca3",
        "box, 7, 5, 3, 4, 448ba0554458993576577eab",
        "hamming, 7, 5, 3, 4, 526a9864404d683b7a615ca3",
        "nearest, 3, 2, 5, 7, 7373a27b7b7373a27b7b7373a27b7b7373a27b7b9393f3fefe9393f3fefe9393f3fefe",
        "lanczos, 3, 2, 5, 7, 677c8f73566b849d876d738eb2a3907b9ccbc6b983a9e3e9e18bb3f8ffff8fbbffffff",
        "bilinear, 3, 2, 5, 7, 7386a28b7b7386a28b7b7a91b3a39783a0cbc3bd8caee2e2e293b9f3fafe93b9f3fafe",
        "bicubic, 3, 2, 5, 7, 6c80997e696e839f8774748db09f8f7e9dcbc5bc87ace5eae88db6f6ffff8fb9fcffff",
        "box, 3, 2, 5, 7, 7373a27b7b7373a27b7b7373a27b7b9393f3fefe9393f3fefe9393f3fefe9393f3fefe",
        "hamming, 3, 2, 5, 7, 7380a2867b7380a2867b7582a68c828397cbc1bd91aceff5f793aef3fbfe93aef3fbfe",
        "nearest, 1, 1, 4, 3, 686868686868686868686868",
        "lanczos, 1, 1, 4, 3, 686868686868686868686868",
        "bilinear, 1, 1, 4, 3, 686868686868686868686868",
        "bicubic, 1, 1, 4, 3, 686868686868686868686868",
        "box, 1, 1, 4, 3, 686868686868686868686868",
        "hamming, 1, 1, 4, 3, 686868686868686868686868",
        "nearest, 13, 1, 5, 1, af50c29747",
        "lanczos, 13, 1, 5, 1, 7164ac9737",
        "bilinear, 13, 1, 5, 1, 7067a58f44",
        "bicubic, 13, 1, 5, 1, 6f65aa943d",
        "box, 13, 1, 5, 1, 6f5ca79c3c",
        "hamming, 13, 1, 5, 1, 7262ab9341",
        "nearest, 5, 9, 1, 1, 87",
        "lanczos, 5, 9, 1, 1, 73",
        "bilinear, 5, 9, 1, 1, 74",
        "bicubic, 5, 9, 1, 1, 73",
        "box, 5, 9, 1, 1, 70",
        "hamming, 5, 9, 1, 1, 76",
        "nearest, 17, 16, 16, 17, 2de39b33e41613a486b617ee4e1c45fa3f5588086c804b4f29008aacfd5f8c6ad4434d80b5c4d26055fefa3f789ed6c4",
        "lanczos, 17, 16, 16, 17, 38e87960c400599c6bc134b584173cf6366c7c13856942718a0c6c99f4778271d03b4f8dbad5a26d61b4ff67599cd4c8",
        "bilinear, 17, 16, 16, 17, 3cd9875fa5154f8d7da250ac76263feb4167712677654d648720669ede808c75c844578dbac9a2736db8fb786a97cec5",
        "bicubic, 17, 16, 16, 17, 36e38658bb004f9778b13eba771e3df43a637a167c6a46698a08639ef275886fcf3e518cbdd0a46c63bcff6b6398d3c6",
        "box, 17, 16, 16, 17, 2de39b33e416138c86b617ee4e1c45fa3f5588086c804b6129008aacfd5f8c6ad4434d80b5c4d27455fefa3f789ed6c4",
        "hamming, 17, 16, 16, 17, 2fe19641c815418f7ea739d15b1e44f83f57821070744c5e830f6da6f6678c6bd3434f84b7c7ae716bc8fb58739cd5c4",
        "nearest, 300, 2, 3, 2, bf1063350220",
        "lanczos, 300, 2, 3, 2, 7a857e798487",
        "bilinear, 300, 2, 3, 2, 7b847e798487",
        "bicubic, 300, 2, 3, 2, 7b857e798487",
        "box, 300, 2, 3, 2, 798381778589",
        "hamming, 300, 2, 3, 2, 78847e778588"
    })
    void scalesAsPillowDoes(String filter, int width, int height, int newWidth, int newHeight, String expected) {
        PixelImage scaled = Resampler.resize(
                image(width, height),
                newWidth,
                newHeight,
                ResizeFilter.ofLabel(filter).orElseThrow());
        byte[] samples = new byte[newWidth * newHeight];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) scaled.sample(i % newWidth, i / newWidth, 0);
        }
        String all = HexFormat.of().formatHex(samples);
        assertThat(samples.length <= SHOWN ? all : all.substring(0, 2 * ENDS) + all.substring(all.length() - 2 * ENDS))
                .isEqualTo(expected);
    }

    /** Noise of a linear congruential generator: s = 1103515245 s + 12345 modulo 2^31, bits 16 to 23. */
    private static PixelImage image(int width, int height) {
        long state = width * 1000L + height;
        byte[] samples = new byte[width * height];
        for (int i = 0; i < samples.length; i++) {
            state = (state * 1103515245 + 12345) & 0x7fffffff;
            samples[i] = (byte) (state >> 16);
        }
        return PixelImage.of(width, height, 1, samples);
    }
}
