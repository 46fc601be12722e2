// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** The data that are not part of the repository. */
public final class PretrainedData {
    private PretrainedData() {}

    /** A file or folder of them; skips the test where there are none. */
    public static Path path(String name) {
        // Tests run in the folder of their module, one below the repository's.
        Path folder = Path.of(Objects.requireNonNullElse(System.getenv("P2VIT_DATA"), "../../shared/data"));
        Path path = folder.resolve(name);
        Assumptions.assumeTrue(Files.exists(path), path + " is absent; set P2VIT_DATA to the folder of the test data.");
        return path;
    }
}
