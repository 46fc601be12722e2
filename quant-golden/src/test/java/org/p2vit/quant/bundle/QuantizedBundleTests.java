// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class QuantizedBundleTests {
    private static final long SEED = 41;
    private static final VitShape SMALL = new VitShape(4, 8, 1, 4, 6, 1, 2, 5, 3);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, 1, 0, 8, LOG2",
        "4, 6, 2, 2, 5, 2, 0, 8, UNIFORM",
        "4, 5, 3, 1, 7, 1, 3, 4, LOG2",
        "16, 48, 2, 3, 96, 2, 4, 4, UNIFORM"
    })
    void loadsBackIdentically(
            int image,
            int dim,
            int depth,
            int heads,
            int mlp,
            int classTokens,
            int registers,
            int bits,
            AttentionCoding attention) {
        VitShape shape = new VitShape(image, image, 3, image, dim, depth, heads, mlp, 3).with(classTokens, registers);
        QuantizedVit vit = described(RandomQuantizedVit.of(shape, bits, attention, SEED));
        Path file = folder.resolve("network.p2vit");
        QuantizedBundle.write(vit, file);

        QuantizedVit loaded = QuantizedBundle.read(file);

        assertThat(loaded).usingRecursiveComparison().isEqualTo(vit);
        assertThat(QuantizedBundle.toBytes(loaded)).isEqualTo(QuantizedBundle.toBytes(vit));
        byte[] patches = RandomQuantizedVit.patches(shape, SEED);
        assertThat(new GoldenVit(loaded).forward(patches)).isEqualTo(new GoldenVit(vit).forward(patches));
    }

    @Test
    void fourBitWeightsTakeHalfAByte() {
        int eight = new Forgery(QuantizedBundle.toBytes(RandomQuantizedVit.of(SMALL, 8, SEED))).payload.length;
        int four = new Forgery(QuantizedBundle.toBytes(RandomQuantizedVit.of(SMALL, 4, SEED))).payload.length;
        assertThat(eight - four).isEqualTo((4 * 6 * 6 + 2 * 5 * 6) / 2);
    }

    /** By hand: 0x7F is the code −1 and behind it 7, in the lower and the upper half; weights are 16 times as large. */
    @Test
    void aHalfByteIsASixteenthOfAWeight() {
        byte[] bundle = QuantizedBundle.toBytes(RandomQuantizedVit.of(SMALL, 4, SEED));
        Forgery forgery = new Forgery(bundle);
        int start = forgery.offsetOf("blocks.0.proj.weights");
        byte[] packed = {0x7F, 0x08, (byte) 0x91};
        System.arraycopy(packed, 0, forgery.payload, start, packed.length);
        QuantizedVit vit = QuantizedBundle.fromBytes(forgery.toBytes());
        assertThat(Arrays.copyOf(vit.blocks().get(0).projection().weights(), 6))
                .containsExactly(-16, 112, -128, 0, 16, -112);
        assertThat(QuantizedBundle.toBytes(vit)).isEqualTo(forgery.toBytes());
    }

    @Test
    void replacesAnOlderBundle() throws IOException {
        Path file = folder.resolve("network.p2vit");
        QuantizedBundle.write(RandomQuantizedVit.of(SMALL, 1), file);
        QuantizedVit second = RandomQuantizedVit.of(SMALL, 2);
        QuantizedBundle.write(second, file);
        assertThat(QuantizedBundle.read(file)).usingRecursiveComparison().isEqualTo(second);
        assertThat(filesInFolder()).containsExactly("network.p2vit");
    }

    @Test
    void leavesNothingBehindWhenItCannotWrite() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.createFile(taken.resolve("content"));
        assertThatThrownBy(() -> QuantizedBundle.write(RandomQuantizedVit.of(SMALL, 1), taken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("taken: is a folder");
        assertThat(filesInFolder()).containsExactly("taken");
    }

    @Test
    void namesTheFileInItsErrors() throws IOException {
        Path missing = folder.resolve("missing.p2vit");
        assertThatThrownBy(() -> QuantizedBundle.read(missing))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("missing.p2vit does not exist");
        Path other = Files.writeString(folder.resolve("picture.png"), "\u0089PNG\r\n and so on");
        assertThatThrownBy(() -> QuantizedBundle.read(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("picture.png is refused: it does not begin as a quantized-model bundle does");
    }

    private List<String> filesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** With text that JSON must escape and means that are no round numbers. */
    private static QuantizedVit described(QuantizedVit vit) {
        InputCoding input = new InputCoding(
                -6,
                List.of(0.485f, 0.456f, 0.406f),
                List.of(0.229f, 0.224f, 1e-6f),
                Preprocess.resizeCrop(vit.shape().imageHeight(), vit.shape().imageWidth()));
        return new QuantizedVit(
                vit.shape(),
                input,
                vit.attention(),
                vit.patchEmbedding(),
                vit.position(),
                vit.blocks(),
                vit.readout(),
                vit.head(),
                vit.exponents(),
                List.of("Löwe", "\"quoted\"\\", "tench, Tinca\n\u2603"));
    }
}
