// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.program.Command;

/** The tables of {@code program.md} are the form of images, word by word. */
class ImageDocumentTests {
    private static final Path DOCUMENT = Path.of("doc", "program.md");

    @Test
    void theHeaderIsThatOfTheDocument() throws IOException {
        assertThat(rows("| offset | word | measure | |"))
                .containsExactlyElementsOf(Arrays.stream(ImageWord.values())
                        .map(word -> "| %d | %s | %s | %s |"
                                .formatted(word.offset(), quoted(word), word.measure(), word.meaning()))
                        .toList());
    }

    @Test
    void theSectionsAreThoseOfTheDocument() throws IOException {
        assertThat(rows("| begins at | bytes |"))
                .containsExactlyElementsOf(Arrays.stream(ImageSection.values())
                        .map(section -> "| %s | %s |".formatted(quoted(section.begin()), bytes(section)))
                        .toList());
    }

    private static String bytes(ImageSection section) {
        String pieces =
                section.pieces().stream().map(ImageDocumentTests::quoted).collect(Collectors.joining(" + "));
        String size = section.pieceBytes().map(ImageDocumentTests::quoted).orElse("" + Command.BYTES);
        return switch (section.pieces().size()) {
            case 0 -> size;
            case 1 -> pieces + " · " + size;
            default -> "(" + pieces + ") · " + size;
        };
    }

    private static String quoted(ImageWord word) {
        return "`" + word.label() + "`";
    }

    private static List<String> rows(String head) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }
}
