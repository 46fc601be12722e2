// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class ImageFolderTests {
    @TempDir
    Path folder;

    @Test
    void listsImagesByName() throws IOException {
        for (String name : new String[] {"b.JPG", "a.png", "c.jpeg", "labels.csv", "jpg", "notes.txt"}) {
            Files.writeString(folder.resolve(name), "");
        }
        Files.createDirectory(folder.resolve("d.png"));
        assertThat(ImageFolder.images(folder))
                .containsExactly(folder.resolve("a.png"), folder.resolve("b.JPG"), folder.resolve("c.jpeg"));
    }

    @Test
    void countsWhatItLeavesOut() throws IOException {
        for (String name : new String[] {
            "a.png",
            "._a.png",
            ".DS_Store",
            "b.webp",
            "c.WEBP",
            "d.tiff",
            "e.heic",
            "labels.csv",
            "Labels.csv",
            "jpg",
            "f."
        }) {
            Files.writeString(folder.resolve(name), "");
        }
        Files.createDirectory(folder.resolve("sub.png"));
        Files.createSymbolicLink(folder.resolve("g.png"), folder.resolve("absent.png"));
        ImageFolder.Listing listing = ImageFolder.list(folder);
        assertThat(listing.images()).containsExactly(folder.resolve("a.png"));
        assertThat(listing.text())
                .isEqualTo(
                        "11 files left out (1 ., 1 .csv, 1 .heic, 1 .tiff, 2 .webp, 1 folder, 2 hidden, 1 link to nothing,"
                                + " 1 without extension)");
    }

    @Test
    void saysWhatAFolderWithoutImagesHolds() throws IOException {
        Files.writeString(folder.resolve("a.webp"), "");
        assertThatThrownBy(() -> ImageFolder.images(folder))
                .hasMessageContaining("holds no images ([bmp, gif, jpeg, jpg, png]); 1 file left out (1 .webp).");
    }

    @Test
    void refusesAFolderWithoutImages() {
        assertThatThrownBy(() -> ImageFolder.images(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(folder + " holds no images");
        assertThatThrownBy(() -> ImageFolder.images(folder.resolve("absent")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("absent is not a folder");
    }

    @Test
    void readsLabelsInTheirOrder() throws IOException {
        write("file,label\nz.jpg,999\r\n\na, b.jpg,0\n");
        assertThat(ImageFolder.labelled(folder, 1000))
                .containsExactly(
                        new ImageFolder.Labelled(folder.resolve("z.jpg"), 999),
                        new ImageFolder.Labelled(folder.resolve("a, b.jpg"), 0));
    }

    @Test
    void refusesMalformedLabels() throws IOException {
        refused("cannot be read");
        refusedText("", "lists no images");
        refusedText("file,label\n", "lists no images");
        refusedText("file,label\na.jpg\n", "line 2 names no image");
        refusedText("a.jpg\n", "line 1 names no image");
        refusedText("file,label\n,3\n", "line 2 names no image");
        refusedText("file,label\na.jpg,1\na.jpg,2\n", "line 3 names \"a.jpg\", the image of line 2");
        for (String label : new String[] {"10", "-1", "", "cat", "1.0", "99999999999"}) {
            refusedText("file,label\n\na.jpg," + label + "\n", "line 3 has the label \"" + label + "\"");
        }
    }

    private void refusedText(String text, String message) throws IOException {
        write(text);
        refused(message);
    }

    private void refused(String message) {
        assertThatThrownBy(() -> ImageFolder.labelled(folder, 10))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("labels.csv")
                .hasMessageContaining(message);
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve(ImageFolder.LABELS), text);
    }
}
