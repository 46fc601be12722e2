// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class TarArchiveTests {
    @TempDir
    private Path folder;

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return bytes;
    }

    private Path tar(byte[] content) throws IOException {
        return Files.write(folder.resolve("val.tar"), content);
    }

    @Test
    void filesAreReadByPlaceWhateverTheirLength() throws IOException {
        int[] lengths = {0, 1, 511, 512, 513, 1300};
        TarBytes tar = new TarBytes();
        for (int length : lengths) {
            tar.file("./some/" + length + ".jpg", bytes(length));
        }
        Path file = tar(tar.end());
        for (int length : lengths) {
            assertThat(StoredFile.bytes(file.resolve("some/" + length + ".jpg")))
                    .isEqualTo(bytes(length));
        }
        assertThat(Archives.at(file).orElseThrow().names())
                .hasSize(lengths.length)
                .startsWith("some/0.jpg");
        assertThat(StoredFile.isThere(file.resolve("some/2.jpg"))).isFalse();
        assertThatThrownBy(() -> StoredFile.bytes(file.resolve("some/2.jpg"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void ofANameTwiceTheLastFileCountsAndLinksAndOutsidersAreNone() throws IOException {
        Path file = tar(new TarBytes()
                .file("a.jpg", bytes(3))
                .file("a.jpg", bytes(4))
                .entry("link.jpg", '2', new byte[0])
                .entry("folder/", '5', new byte[0])
                .file("../out.jpg", bytes(5))
                .file("/etc/out.jpg", bytes(5))
                .end());
        assertThat(Archives.at(file).orElseThrow().names()).containsExactly("a.jpg");
        assertThat(StoredFile.bytes(file.resolve("a.jpg"))).isEqualTo(bytes(4));
    }

    @Test
    void anArchiveThatIsCutShortOrNoneIsRefused() throws IOException {
        byte[] whole = new TarBytes().file("a.jpg", bytes(2000)).end();
        Path file = tar(Arrays.copyOf(whole, 1000));
        assertThatThrownBy(() -> Archives.at(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("val.tar");
        Path other = Files.write(folder.resolve("b.tar"), bytes(200));
        assertThatThrownBy(() -> Archives.at(other)).isInstanceOf(InvalidInputException.class);
        Path text = Files.writeString(folder.resolve("notes.txt"), "ustar");
        assertThat(Archives.at(text)).isEmpty();
        Path parquet = Files.writeString(folder.resolve("a.parquet"), "PAR1PAR1");
        assertThatThrownBy(() -> Archives.at(parquet)).hasMessageContaining("ENGINE=spark");
    }

    @Test
    void anArchiveThatHasChangedIsIndexedAgain() throws IOException {
        Path file = tar(new TarBytes().file("a.jpg", bytes(3)).end());
        assertThat(StoredFile.bytes(file.resolve("a.jpg"))).isEqualTo(bytes(3));
        tar(new TarBytes().file("b.jpg", bytes(9)).file("a.jpg", bytes(600)).end());
        assertThat(StoredFile.bytes(file.resolve("a.jpg"))).isEqualTo(bytes(600));
    }
}
