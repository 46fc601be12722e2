// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class OutputFolderTests {
    private static final String MANIFEST = "manifest.json";

    @TempDir
    private Path parent;

    private Path folder;

    @BeforeEach
    void writeOnce() throws IOException {
        folder = parent.resolve("out");
        write(folder, new TreeMap<>(Map.of("a", "1", "b", "2")));
    }

    @Test
    void onlyListedFilesAreReplacedAndRemoved() throws IOException {
        FileTime old = FileTime.fromMillis(0);
        Files.setLastModifiedTime(folder.resolve("a"), old);
        write(folder, Map.of("a", "1", "c", "3"));
        assertThat(contents(folder))
                .containsEntry("a", "1")
                .containsEntry("c", "3")
                .hasSize(3);
        assertThat(Files.getLastModifiedTime(folder.resolve("a"))).isEqualTo(old);
        try (Stream<Path> files = Files.list(parent)) {
            assertThat(files).containsExactly(folder);
        }
    }

    @Test
    void theSameAgainChangesNoDate() throws IOException {
        FileTime old = FileTime.fromMillis(0);
        Files.setLastModifiedTime(folder.resolve(MANIFEST), old);
        write(folder, new TreeMap<>(Map.of("a", "1", "b", "2")));
        assertThat(Files.getLastModifiedTime(folder.resolve(MANIFEST))).isEqualTo(old);
    }

    @Test
    void whatComesWhileFilesAreMadeIsNeverTouched() throws IOException {
        OutputFolder output = new OutputFolder(folder, MANIFEST);
        Path staged = output.stage();
        Files.writeString(staged.resolve(MANIFEST), "{}");
        Files.writeString(folder.resolve("thesis.doc"), "years of work");
        Map<String, String> before = contents(folder);
        assertThatThrownBy(() -> output.replaceBy(staged)).hasMessageContaining("thesis.doc");
        assertThat(contents(folder)).isEqualTo(before);
    }

    @Test
    void aFileOfSomebodyElseIsNeverTouched() throws IOException {
        Files.writeString(folder.resolve("thesis.doc"), "years of work");
        refused(folder, "thesis.doc", "did not write");
    }

    @Test
    void aFolderOfSomebodyElseIsNeverTouched() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        refused(folder, "empty", "did not write");
    }

    @Test
    void aManifestOfSomebodyElseIsNoMark() throws IOException {
        Path foreign = Files.createDirectory(parent.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.doc"), "years of work");
        String listing = "{\"name\":\"site\",\"files\":[{\"file\":\"thesis.doc\",\"sha256\":\"%s\"}]}"
                .formatted(Sha256.hex("years of work".getBytes(StandardCharsets.UTF_8)));
        for (String text : new String[] {"{\"name\": \"app\"}", listing, "[]", "no JSON"}) {
            Files.writeString(foreign.resolve(MANIFEST), text);
            refused(foreign, MANIFEST);
        }
    }

    @Test
    void aListedFileThatWasEditedIsNotLost() throws IOException {
        Files.writeString(folder.resolve("a"), "edited by hand");
        refused(folder, "\"a\"", "changed");
        Files.delete(folder.resolve("a"));
        write(folder, Map.of("a", "4"));
        assertThat(contents(folder)).containsEntry("a", "4").hasSize(2);
    }

    @Test
    void aListedFileThatBecameALinkIsNotReplaced() throws IOException {
        Path away = Files.move(folder.resolve("a"), parent.resolve("away"));
        Files.createSymbolicLink(folder.resolve("a"), away);
        refused(folder, "\"a\"");
    }

    @Test
    void aLinkToAFolderStays() throws IOException {
        Path link = Files.createSymbolicLink(parent.resolve("link"), folder);
        write(link, Map.of("a", "5"));
        assertThat(link).isSymbolicLink();
        assertThat(contents(folder)).containsEntry("a", "5").hasSize(2);
    }

    @Test
    void filesOfAnInterruptedRunAreInNobodysWay() throws IOException {
        Scratch.folder(folder);
        write(folder, Map.of("a", "6"));
        assertThat(folder.resolve("a")).hasContent("6");
    }

    @Test
    void aFileOrTheRootIsNoFolderToWriteTo() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "mine");
        assertThatThrownBy(() -> new OutputFolder(file, MANIFEST)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new OutputFolder(Path.of("/"), MANIFEST)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new OutputFolder(file.resolve("below"), MANIFEST))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("mine");
    }

    private static void refused(Path folder, String... message) throws IOException {
        Map<String, String> before = contents(folder);
        assertThatThrownBy(() -> write(folder, Map.of("a", "new")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(message)
                .hasMessageContaining(folder.toString());
        assertThat(contents(folder)).isEqualTo(before);
    }

    /** The order of {@code files} is that of the manifest. */
    private static void write(Path folder, Map<String, String> files) throws IOException {
        OutputFolder output = new OutputFolder(folder, MANIFEST);
        Path staged = output.stage();
        StringBuilder list = new StringBuilder();
        for (Map.Entry<String, String> file : files.entrySet()) {
            byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
            Files.write(staged.resolve(file.getKey()), bytes);
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"file\":\"%s\",\"sha256\":\"%s\"}".formatted(file.getKey(), Sha256.hex(bytes)));
        }
        Files.writeString(staged.resolve(MANIFEST), "{\"tool\":\"p2vit\",\"files\":[" + list + "]}");
        output.replaceBy(staged);
        Scratch.remove(staged);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(
                        file.getFileName().toString(), Files.isRegularFile(file) ? Files.readString(file) : "folder");
            }
        }
        return contents;
    }
}
