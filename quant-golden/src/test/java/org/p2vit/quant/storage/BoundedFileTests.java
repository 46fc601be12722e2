// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class BoundedFileTests {
    private static final int MOST = 100;

    @TempDir
    private Path folder;

    @Test
    void readsUpToTheBound() throws IOException {
        for (int bytes : new int[] {0, 1, MOST - 1, MOST}) {
            assertThat(BoundedFile.read(file(bytes), MOST)).hasSize(bytes);
        }
    }

    @Test
    void refusesMore() throws IOException {
        Path file = file(MOST + 1);
        assertThatThrownBy(() -> BoundedFile.read(file, MOST))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " has more than 100 bytes, the most that such a file may have.");
    }

    @Test
    void refusesWhatHasNoEnd() {
        Path endless = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(endless), "no " + endless);
        assertThatThrownBy(() -> BoundedFile.read(endless, MOST)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void leavesAbsenceToTheCaller() {
        assertThatThrownBy(() -> BoundedFile.read(folder.resolve("none"), MOST))
                .isInstanceOf(NoSuchFileException.class);
    }

    private Path file(int bytes) throws IOException {
        return Files.write(folder.resolve("file" + bytes), new byte[bytes]);
    }
}
