// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.archive.StoredFile;
import org.p2vit.quant.image.ImageDecoder;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.LabelledImages;
import org.p2vit.quant.image.PixelImage;

/**
 * A file that pyarrow wrote with the columns of the hub's imagenet-1k, compressed by Snappy, in groups of three rows.
 * Image n is a PNG of 4 x 4 pixels with the samples 40 n + 7 x + 3 y + channel.
 */
@Tag("spark")
class ParquetImagesTests {
    private static final List<Integer> LABELS = List.of(2, 0, 1, 1, 2, 0, 2);
    private static final String NAME = "validation-00000-of-00001.parquet";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void copy() throws IOException {
        file = folder.resolve(NAME);
        Files.copy(ParquetImagesTests.class.getResourceAsStream(NAME), file);
    }

    private void requireAll(List<ImageFolder.Labelled> images) {
        assertThat(images.stream().map(ImageFolder.Labelled::label)).isEqualTo(LABELS);
        // Out of order: another group each time.
        for (int n : new int[] {6, 0, 3, 1, 5, 2, 4}) {
            PixelImage image = ImageDecoder.read(images.get(n).file());
            for (int x = 0; x < 4; x++) {
                for (int y = 0; y < 4; y++) {
                    for (int channel = 0; channel < 3; channel++) {
                        assertThat(image.sample(x, y, channel)).isEqualTo((40 * n + 7 * x + 3 * y + channel) % 256);
                    }
                }
            }
        }
    }

    @Test
    void aFileAndAFolderOfThemAreImagesWithTheirClasses() {
        requireAll(new LabelledImages(file, Optional.empty()).read(3, List.of()));
        LabelledImages images = new LabelledImages(folder, Optional.empty());
        requireAll(images.read(3, List.of()));
        assertThat(images.listing().images()).hasSize(LABELS.size());
        assertThat(images.listing().leftOut()).isEmpty();
        assertThat(images.unlabelled(images.read(3, List.of()))).isZero();
        assertThat(StoredFile.isThere(file.resolve("000007"))).isFalse();
    }

    @Test
    void aLabelOfNoClassAndADamagedFileAreRefused() throws IOException {
        LabelledImages images = new LabelledImages(file, Optional.empty());
        assertThatThrownBy(() -> images.read(2, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("label 2", "classes 0 to 1");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 100));
        assertThatThrownBy(() -> images.read(3, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(NAME);
    }
}
