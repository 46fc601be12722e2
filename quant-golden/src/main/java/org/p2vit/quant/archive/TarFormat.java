// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Uncompressed tar files: named so, or POSIX and GNU ones under any name. */
final class TarFormat implements ArchiveFormat {
    private static final byte[] MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final int MAGIC_AT = 257;

    @Override
    public boolean isOf(Path file) throws IOException {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".tar") || Archives.begins(file, MAGIC_AT, MAGIC);
    }

    @Override
    public Archive open(Path file) throws IOException {
        return TarArchive.of(file);
    }
}
