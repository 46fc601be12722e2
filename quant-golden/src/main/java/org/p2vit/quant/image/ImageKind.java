// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a file is by its first bytes, whatever its name says. */
enum ImageKind {
    JPEG("JPEG", true, 0, "\u00ff\u00d8\u00ff"),
    PNG("PNG", true, 0, "\u0089PNG\r\n\u001a\n"),
    GIF("GIF", true, 0, "GIF8"),
    BMP("BMP", true, 0, "BM"),
    WEBP("WebP", false, 8, "WEBP"),
    TIFF_LITTLE("TIFF", false, 0, "II*\0"),
    TIFF_BIG("TIFF", false, 0, "MM\0*"),
    HEIC("HEIC", false, 4, "ftyphei"),
    HEIF("HEIF", false, 4, "ftypmif"),
    AVIF("AVIF", false, 4, "ftypavi"),
    JPEG_2000("JPEG 2000", false, 0, "\0\0\0\fjP"),
    JPEG_XL("JPEG XL", false, 0, "\u00ff\n"),
    PDF("PDF", false, 0, "%PDF"),
    SVG("SVG", false, 0, "<svg"),
    HTML("HTML", false, 0, "<!DOCTYPE"),
    LFS("Git LFS pointer instead of the", false, 0, "version https://git-lfs");

    private final String label;
    private final boolean readable;
    private final int offset;
    private final byte[] magic;

    ImageKind(String label, boolean readable, int offset, String magic) {
        this.label = label;
        this.readable = readable;
        this.offset = offset;
        this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Optional<ImageKind> of(byte[] file) {
        return Arrays.stream(values()).filter(kind -> kind.begins(file)).findFirst();
    }

    private boolean begins(byte[] file) {
        int end = offset + magic.length;
        return file.length >= end && Arrays.equals(file, offset, end, magic, 0, magic.length);
    }

    String label() {
        return label;
    }

    /** Whether such files are decoded. */
    boolean readable() {
        return readable;
    }
}
