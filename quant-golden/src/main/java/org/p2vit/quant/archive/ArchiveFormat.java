// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.archive;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of archives. Modules offer theirs as services of this type. */
public interface ArchiveFormat {
    /** Whether a file is of this format, by its name or its first bytes. */
    boolean isOf(Path file) throws IOException;

    /**
     * Makes the index.
     *
     * @throws IOException if it cannot be read
     * @throws org.p2vit.quant.InvalidInputException if it is damaged
     */
    Archive open(Path file) throws IOException;
}
