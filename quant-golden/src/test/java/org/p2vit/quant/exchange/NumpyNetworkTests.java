// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.witness.NetworkDraw;

/** A network goes to NumPy's form and back without a change, and a damaged file is refused by the name of what is wrong. */
class NumpyNetworkTests {
    private static final VitShape SHAPE = new VitShape(6, 9, 3, 3, 15, 2, 5, 21, 7).with(2, 1);

    @TempDir
    private Path folder;

    private Path npz;

    @BeforeEach
    void write() {
        npz = folder.resolve("network.npz");
        NumpyNetwork.write(RandomQuantizedVit.mixed(SHAPE, AttentionCoding.UNIFORM, 1), npz);
    }

    @Test
    void theBundleOfWhatIsReadHasTheSameBytes() throws IOException {
        for (long seed = 1; seed <= 12; seed++) {
            Path bundle = Files.write(
                    folder.resolve("drawn.p2vit"), NetworkDraw.of(seed).bundle());
            QuantizedVit vit = QuantizedBundle.read(bundle);
            NumpyNetwork.write(vit, npz);
            Path again = folder.resolve("again.p2vit");
            QuantizedBundle.write(NumpyNetwork.read(npz), again);
            assertThat(again).as("seed %d", seed).hasSameBinaryContentAs(bundle);
        }
    }

    @Test
    void labelsHaveAnyCharacter() {
        QuantizedVit plain = RandomQuantizedVit.of(new VitShape(2, 2, 1, 2, 8, 1, 1, 3, 2), 1);
        QuantizedVit vit = new QuantizedVit(
                plain.shape(),
                plain.input(),
                plain.attention(),
                plain.patchEmbedding(),
                plain.position(),
                plain.blocks(),
                plain.readout(),
                plain.head(),
                plain.exponents(),
                List.of("Kätzchen \uD83D\uDC31", "\u0000\"\\"));
        NumpyNetwork.write(vit, npz);
        assertThat(NumpyNetwork.read(npz).labels()).isEqualTo(vit.labels());
    }

    /** The format of NumPy's documentation, byte for byte. */
    @Test
    void anArrayIsWrittenAsNumpyDoes() {
        byte[] file = new NumpyArray("<i2", List.of(2, 3), new byte[12]).toBytes();
        String header = new String(file, StandardCharsets.ISO_8859_1);
        assertThat(header)
                .startsWith(
                        "\u0093NUMPY\u0001\u0000\u0076\u0000{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), } ");
        assertThat(file).hasSize(128 + 12);
        assertThat(file[127]).isEqualTo((byte) '\n');
        assertThat(new String(new NumpyArray("|i1", List.of(4), new byte[4]).toBytes(), StandardCharsets.ISO_8859_1))
                .contains("'shape': (4,), }");
        assertThat(NumpyArray.fromBytes(file).shape()).containsExactly(2, 3);
    }

    @Test
    void theSameNetworkGivesTheSameBytes() {
        Path again = folder.resolve("again.npz");
        NumpyNetwork.write(NumpyNetwork.read(npz), again);
        assertThat(again).hasSameBinaryContentAs(npz);
    }

    /** What {@code savez_compressed} writes, in another order. */
    @Test
    void orderAndCompressionDoNotMatter() throws IOException {
        QuantizedVit vit = NumpyNetwork.read(npz);
        rewrite(files -> {
            Map<String, byte[]> reversed = new LinkedHashMap<>();
            List<String> names = List.copyOf(files.keySet());
            for (int i = names.size() - 1; i >= 0; i--) {
                reversed.put(names.get(i), files.get(names.get(i)));
            }
            return reversed;
        });
        assertThat(QuantizedBundle.headerText(NumpyNetwork.read(npz))).isEqualTo(QuantizedBundle.headerText(vit));
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        refused("array position is missing", files -> without(files, "position.npy"));
        refused("array header is missing", files -> without(files, "header.npy"));
        refused("[notes]; leave them out", files -> with(files, "notes.npy", "|i1", List.of(1), new byte[1]));
        refused(
                "it is of version 9; this program reads version",
                files -> with(files, "version.npy", "<i4", List.of(), new byte[] {9, 0, 0, 0}));
        refused(
                "array norm.shift has the type <i8; <i4 is needed",
                files -> with(files, "norm.shift.npy", "<i8", List.of(1), new byte[8]));
        refused(
                "array head.bias has 24 bytes; 28 are needed",
                files -> with(files, "head.bias.npy", "<i4", List.of(6), new byte[24]));
        refused(
                "array head.bias: it has more than 28 bytes",
                files -> with(files, "head.bias.npy", "<i4", List.of(60_000), new byte[240_000]));
        refused(
                "array head.weights has the shape [30, 7]; [7, 30] is needed",
                files -> with(files, "head.weights.npy", "|i1", List.of(30, 7), new byte[210]));
        refused("array position: it is in column-major order", files -> edited(files, "False(.*)}", "True$1} "));
        refused(
                "array position: its header is not what numpy.save writes",
                files -> edited(files, "'descr'", "'desc2'"));
        refused(
                "GELU shift is 16; allowed is 0 … 15",
                files -> with(files, "blocks.0.gelu.shift.npy", "<i4", List.of(1), new byte[] {16, 0, 0, 0}));
    }

    @Test
    void codesOf4BitsAreBounded() {
        assertThat(Int4Codes.unpack(Int4Codes.pack("w", new byte[] {-8, 7, 3}), 3))
                .containsExactly(-8, 7, 3);
        assertThatThrownBy(() -> Int4Codes.pack("w", new byte[] {0, 8}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("array w has 4 bits; its element 1 is 8, allowed is -8 … 7");
    }

    @Test
    void aFileThatIsNoArchiveIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.npz"), "no zip");
        assertThatThrownBy(() -> NumpyNetwork.read(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(text.toString());
        assertThatThrownBy(() -> NumpyNetwork.read(folder.resolve("none.npz")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none.npz");
    }

    private void refused(String message, UnaryOperator<Map<String, byte[]>> damage) throws IOException {
        write();
        rewrite(damage);
        assertThatThrownBy(() -> NumpyNetwork.read(npz))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The archive " + npz + " is refused")
                .hasMessageContaining(message);
    }

    private static Map<String, byte[]> without(Map<String, byte[]> files, String name) {
        assertThat(files.remove(name)).isNotNull();
        return files;
    }

    private static Map<String, byte[]> with(
            Map<String, byte[]> files, String name, String type, List<Integer> shape, byte[] content) {
        files.put(name, new NumpyArray(type, shape, content).toBytes());
        return files;
    }

    /** Replaces a text in the header of the position embedding. */
    private static Map<String, byte[]> edited(Map<String, byte[]> files, String right, String wrong) {
        String text = new String(files.get("position.npy"), StandardCharsets.ISO_8859_1);
        files.put("position.npy", text.replaceFirst(right, wrong).getBytes(StandardCharsets.ISO_8859_1));
        return files;
    }

    private void rewrite(UnaryOperator<Map<String, byte[]>> change) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(npz.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(npz))) {
            for (Map.Entry<String, byte[]> file : change.apply(files).entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
    }
}
