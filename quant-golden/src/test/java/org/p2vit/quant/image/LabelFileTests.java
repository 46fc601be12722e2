// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;

class LabelFileTests {
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
    void passesOverAByteOrderMarkAndReadsQuotes() throws IOException {
        assertThat(read("\ufefffile,label\r\na.png,1\r\n\"b, \"\"c\"\".png\",\"great dane\"\r\n\"d e.png\" 2\r"))
                .containsExactly(labelled("a.png", 1), labelled("b, \"c\".png", 1), labelled("d e.png", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filename,label",
                "file_name,label",
                "\"file\",\"label\"",
                "image, class",
                "Path;Class_ID",
                "# made by hand\n\nimage\tlabel"
            })
    void passesOverNamesOfColumns(String header) throws IOException {
        assertThat(read(header + "\na.png,1\n")).containsExactly(labelled("a.png", 1));
    }

    @Test
    void readsSemicolonsWithALabelBehindThem() throws IOException {
        assertThat(read("a.png;1\n\"b.png\"; \"great dane\"\nc;d.png 2\ne;f.png;0"))
                .containsExactly(
                        labelled("a.png", 1), labelled("b.png", 1), labelled("c;d.png", 2), labelled("e;f.png", 0));
    }

    @Test
    void onlyTheFirstLineNamesColumns() {
        refused("a.png,1\nfile,label\n", "line 2 has the label \"label\"");
        refused("picture,kind\na.png,1\n", "line 1 has the label \"kind\"");
    }

    @Test
    void readsNamesOfClassesWithSeparatorsInThem() throws IOException {
        Path file = Files.writeString(
                folder.resolve("labels.txt"), "a.png,tench, Tinca tinca\nb,1.png,0\nc.png great dane\nmy 1.png 1\n");
        assertThat(LabelFile.read(file, folder, 2, List.of("great dane", "tench, Tinca tinca")))
                .containsExactly(
                        labelled("a.png", 1), labelled("b,1.png", 0), labelled("c.png", 0), labelled("my 1.png", 1));
    }

    @Test
    void aNameOfSeveralClassesIsNoLabel() throws IOException {
        Path file = Files.writeString(folder.resolve("labels.txt"), "a.png,crane\n");
        assertThatThrownBy(() -> LabelFile.read(file, folder, 2, List.of("crane", "crane")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 1 has the label \"crane\", which several classes have; write its number");
    }

    @Test
    void namesTheLineThatIsNotUtf8() throws IOException {
        Path file = folder.resolve("labels.txt");
        Files.write(file, "a.png,1\ncaf\u00e9.png,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> LabelFile.read(file, folder, 3, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " line 2 is not UTF-8 (byte 0xe9); save the file as UTF-8.");
        Files.write(file, "a.png,1\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> LabelFile.read(file, folder, 3, List.of()))
                .hasMessageContaining("line 1 is not UTF-8 (byte 0xfe)");
        Files.write(file, new byte[] {'a', ',', '1', (byte) 0xc3});
        assertThatThrownBy(() -> LabelFile.read(file, folder, 3, List.of()))
                .hasMessageContaining("line 1 is not UTF-8 (byte 0xc3)");
    }

    @Test
    void oneImageHasOneName() throws IOException {
        refused("a.png,1\n./a.png,1\n", "line 2 names \"./a.png\", the image of line 1");
        refused("a.png,1\nb/../a.png,1\n", "line 2 names \"b/../a.png\", the image of line 1");
        refused("a.png,1\n" + folder.toAbsolutePath() + "/a.png,1\n", "the image of line 1");
        refused("\"a.png\",1\na.png,2\n", "the image of line 1");
    }

    @Test
    void imagesAreInTheirFolder() throws IOException {
        refused("../a.png,1\n", "line 1 names \"../a.png\", which is not inside " + folder);
        refused("b/../../a.png,1\n", "which is not inside");
        refused("/etc/passwd,1\n", "line 1 names \"/etc/passwd\", which is not inside");
        refused("a\0.png,1\n", "line 1 names \"a\\u0000.png\", which no file can be called");
        assertThat(read("sub/a.png,1\n")).containsExactly(labelled("sub/a.png", 1));
    }

    @Test
    void quotesHavePartners() throws IOException {
        refused("\"a.png,1\n", "line 1 has a quotation mark without its partner");
        refused("a.png,\"1\n", "line 1 has a quotation mark without its partner");
        refused("\"a.png\"\"\",1\n,", "line 2 names no image");
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
