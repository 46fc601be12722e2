// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.p2vit.quant.archive.Archive;
import org.p2vit.quant.archive.ArchiveFormat;
import org.p2vit.quant.archive.Archives;

/** Offers {@link ParquetImages} where archives are looked into. */
public final class ParquetFormat implements ArchiveFormat {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean isOf(Path file) throws IOException {
        return Archives.begins(file, 0, MAGIC);
    }

    @Override
    public Archive open(Path file) throws IOException {
        return ParquetImages.of(file);
    }
}
