// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class WholeFileTests {
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void foldersAreMadeAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("deep/er/file");
        WholeFile.write(file, NEW);
        assertThat(file).hasBinaryContent(NEW);
        assertThat(names(file.getParent())).containsExactly("file");
    }

    @Test
    void aFailureInMidFileLeavesTheOldOne() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("disk full");
                }))
                .hasMessage(file + ": disk full");
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("file");
    }

    @Test
    void permissionsAreKept() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));
        WholeFile.write(file, NEW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-x--x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "absent"})
    void linksStayAndWhatTheyNameIsWritten(String name) throws IOException {
        Files.writeString(folder.resolve("old"), "old");
        Path elsewhere = Files.createDirectory(folder.resolve("links"));
        Path near = Files.createSymbolicLink(elsewhere.resolve("near"), Path.of("../" + name));
        Path far = Files.createSymbolicLink(elsewhere.resolve("far"), near.toAbsolutePath());
        WholeFile.check(far);
        WholeFile.write(far, NEW);
        assertThat(far).isSymbolicLink();
        assertThat(near).isSymbolicLink();
        assertThat(folder.resolve(name)).isRegularFile().hasBinaryContent(NEW);
    }

    @Test
    void aRingOfLinksIsRefused() throws IOException {
        Path one = folder.resolve("one");
        Files.createSymbolicLink(one, folder.resolve("two"));
        Files.createSymbolicLink(folder.resolve("two"), one);
        assertThatThrownBy(() -> WholeFile.check(one)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> WholeFile.write(one, NEW)).isInstanceOf(FileSystemException.class);
    }

    @Test
    void devicesAreWrittenTo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("nothing"), Path.of("/dev/null"));
        for (Path device : new Path[] {Path.of("/dev/null"), link}) {
            WholeFile.check(device);
            WholeFile.write(device, NEW);
            assertThat(Files.readAttributes(device, "unix:mode").get("mode"))
                    .as("a character device")
                    .matches(mode -> ((Integer) mode & 0170000) == 0020000);
        }
        assertThatThrownBy(() -> WholeFile.write(Path.of("/dev/full"), NEW)).isInstanceOf(IOException.class);
    }

    @Test
    void pipesAreWrittenTo() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        WholeFile.check(pipe);
        CompletableFuture<byte[]> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.newInputStream(pipe).readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        WholeFile.write(pipe, NEW);
        assertThat(reader.get()).isEqualTo(NEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "/", "..", "/proc/no", "/dev/null/file", "/proc/1/no/file"})
    void whatIsNoFileIsRefusedBeforeAndAtWriting(String name) throws IOException {
        Path path = name.startsWith("/") ? Path.of(name) : folder.resolve(name);
        assertThatThrownBy(() -> WholeFile.check(path)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> WholeFile.write(path, NEW)).isInstanceOf(IOException.class);
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void aCheckMakesNothing() throws IOException {
        WholeFile.check(folder.resolve("a/b/c"));
        assertThat(names(folder)).isEmpty();
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> WholeFile.check(notAFolder.resolve("a/b"))).hasMessageContaining("Not a directory");
        assertThatThrownBy(() -> WholeFile.check(folder.resolve("n".repeat(256))))
                .isInstanceOf(FileSystemException.class);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
