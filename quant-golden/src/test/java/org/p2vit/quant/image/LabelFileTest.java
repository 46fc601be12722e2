// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class LabelFileTest {
    @TempDir
    Path folder;

    @Test
    void readsNumbersAndNamesBehindAnySeparator() throws IOException {
        assertThat(read("# comment\nb.png 2\n\nsmall cat.png\tgreat dane\na, b.png,0\nc.png   1\n"))
                .containsExactly(
                        labelled("b.png", 2),
                        labelled("small cat.png", 1),
                        labelled("a, b.png", 0),
                        labelled("c.png", 1));
    }

    @Test
    void refusesWhatIsNoClass() throws IOException {
        refused("a.png,3\n", "line 1 has the label \"3\"; it must be a number from 0 to 2 or the name of a class");
        refused("a.png,poodle\n", "\"poodle\"");
        refused("a.png\n", "line 1 names no image");
        refused("file,label\n", "lists no images");
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("labels.txt")
                .hasMessageContaining(message);
    }

    private ImageFolder.Labelled labelled(String file, int label) {
        return new ImageFolder.Labelled(folder.resolve(file), label);
    }

    private List<ImageFolder.Labelled> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("labels.txt"), text);
        return LabelFile.read(file, folder, 3, List.of("cat", "great dane", "cow"));
    }
}
