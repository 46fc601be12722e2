// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class ClassFoldersTests {
    @TempDir
    private Path folder;

    private void image(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    private ImageFolder.Labelled labelled(String name, int label) {
        return new ImageFolder.Labelled(folder.resolve(name), label);
    }

    @Test
    void namesInOrderAreTheClasses() throws IOException {
        for (String name : List.of("n02/b.jpg", "n02/a.png", "n10/a.jpg", "n01/z.jpg", ".git/no.jpg")) {
            image(name);
        }
        assertThat(ClassFolders.read(folder, 3, List.of()))
                .containsExactly(
                        labelled("n01/z.jpg", 0),
                        labelled("n02/a.png", 1),
                        labelled("n02/b.jpg", 1),
                        labelled("n10/a.jpg", 2));
        assertThatThrownBy(() -> ClassFolders.read(folder, 4, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("3 folders", "4 classes");
    }

    @Test
    void namesOfClassesAndNumbersSayWhichTheyAre() throws IOException {
        image("tench/a.jpg");
        image("cock/b.jpg");
        assertThat(ClassFolders.read(folder, 3, List.of("tench", "hen", "cock")))
                .containsExactly(labelled("cock/b.jpg", 2), labelled("tench/a.jpg", 0));
        assertThatThrownBy(() -> ClassFolders.read(folder, 3, List.of("tench", "cock", "cock")))
                .as("a name that two classes have")
                .hasMessageContaining("2 folders");
    }

    @Test
    void numbersAreNotSortedAsWords() throws IOException {
        image("10/a.jpg");
        image("2/b.jpg");
        assertThat(ClassFolders.read(folder, 11, List.of()))
                .containsExactly(labelled("10/a.jpg", 10), labelled("2/b.jpg", 2));
        assertThatThrownBy(() -> ClassFolders.read(folder, 10, List.of())).hasMessageContaining("from 0 to 9");
    }

    @Test
    void whatIsNoImageIsCounted() throws IOException {
        for (String name : List.of("n01/a.jpg", "n01/notes.txt", "n02/inner/b.jpg", "readme.txt", ".git/no.jpg")) {
            image(name);
        }
        ImageFolder.Listing listing = ClassFolders.list(folder);
        assertThat(listing.images()).containsExactly(folder.resolve("n01/a.jpg"));
        assertThat(listing.leftOut()).isEqualTo(Map.of(".txt", 2, "folder", 1, "hidden", 1));
    }

    @Test
    void foldersWithoutImagesAreRefused() throws IOException {
        assertThatThrownBy(() -> ClassFolders.read(folder, 1, List.of())).hasMessageContaining("--labels");
        Files.createDirectory(folder.resolve("n01"));
        assertThatThrownBy(() -> ClassFolders.read(folder, 1, List.of())).hasMessageContaining("holds images");
    }
}
