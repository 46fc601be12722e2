// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2vit.quant.InvalidInputException;

/** Files that are read whole, and therefore only up to a size: what has more, or has no end, is not what it is taken for. */
public final class BoundedFile {
    /** The most that a text may have which describes something else: names, labels of images, reports. */
    public static final int TEXT_BYTES = 1 << 24;

    private BoundedFile() {}

    /**
     * All bytes of a file.
     *
     * @throws InvalidInputException naming the file if it has more than {@code most} bytes; no more of it is read
     */
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new InvalidInputException(
                        file + " has more than " + most + " bytes, the most that such a file may have.");
            }
            return bytes;
        }
    }
}
