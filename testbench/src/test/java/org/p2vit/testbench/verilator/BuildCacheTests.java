// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.storage.Scratch;

/** A build that was damaged is never loaded. */
class BuildCacheTests {
    private static final byte[] LIBRARY = new byte[5000];

    private final String kind = "test-" + UUID.randomUUID();
    private int builds;

    @AfterEach
    void removeBuilds() throws IOException {
        for (Path folder : folders()) {
            Scratch.remove(folder);
        }
    }

    @Test
    void aWholeBuildIsTakenAgain() {
        assertThat(obtain()).isEqualTo(obtain());
        assertThat(builds).isEqualTo(1);
    }

    @Test
    void aDamagedBuildIsBuiltAgain() throws IOException {
        Path folder = obtain();
        Path library = folder.resolve("libmodel.so");
        for (int length : new int[] {0, 1, 4096, LIBRARY.length - 1}) {
            Files.write(library, Arrays.copyOf(LIBRARY, length));
            assertBuiltAgain(folder);
        }
        byte[] changed = LIBRARY.clone();
        changed[17] ^= 4;
        Files.write(library, changed);
        assertBuiltAgain(folder);
        Files.delete(library);
        assertBuiltAgain(folder);
        Files.writeString(folder.resolve("Vdut.h"), "other pins");
        assertBuiltAgain(folder);
        Files.delete(folder.resolve("seal"));
        assertBuiltAgain(folder);
        Files.writeString(folder.resolve("seal"), "");
        assertBuiltAgain(folder);
    }

    /** Folders where files should be, a file where the folder should be, a link to nothing, files that nobody may write. */
    @Test
    void whateverStandsInItsPlaceIsBuiltOver() throws IOException {
        Path folder = obtain();
        for (String name : List.of("libmodel.so", "Vdut.h", "seal")) {
            Files.delete(folder.resolve(name));
            Files.createDirectories(folder.resolve(name).resolve("inside"));
            assertBuiltAgain(folder);
        }
        Files.write(folder.resolve("libmodel.so"), new byte[1]);
        for (String name : List.of("libmodel.so", "Vdut.h", "seal")) {
            assertThat(folder.resolve(name).toFile().setReadOnly()).isTrue();
        }
        assertBuiltAgain(folder);
        Scratch.remove(folder);
        Files.writeString(folder, "no folder");
        assertBuiltAgain(folder);
        Scratch.remove(folder);
        Files.createSymbolicLink(folder, Path.of("nowhere"));
        assertBuiltAgain(folder);
    }

    @Test
    void aFailedBuildLeavesNothing() {
        assertThatThrownBy(() -> BuildCache.obtain(kind, List.of(), folder -> {
                    Files.write(folder.resolve("libmodel.so"), LIBRARY);
                    throw new BuildException("no");
                }))
                .isInstanceOf(BuildException.class);
        assertThat(folders()).isEmpty();
    }

    private void assertBuiltAgain(Path folder) throws IOException {
        int before = builds;
        assertThat(obtain()).isEqualTo(folder);
        assertThat(builds).isEqualTo(before + 1);
        assertThat(folder.resolve("libmodel.so")).hasBinaryContent(LIBRARY);
        assertThat(folders()).containsExactly(folder);
    }

    private Path obtain() {
        return BuildCache.obtain(kind, List.of("ingredient"), folder -> {
            builds++;
            Files.write(folder.resolve("libmodel.so"), LIBRARY);
            Files.writeString(folder.resolve("Vdut.h"), "pins");
        });
    }

    private List<Path> folders() {
        if (!Files.exists(BuildCache.root())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(BuildCache.root())) {
            return all.filter(path -> path.getFileName().toString().startsWith(kind))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
