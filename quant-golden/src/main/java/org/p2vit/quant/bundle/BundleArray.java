// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One array of a bundle, for other forms of the same network. The names are those of {@code quant-golden/doc/bundle.md}.
 *
 * @param content its bytes as the bundle has them, little-endian; not to be modified
 */
public record BundleArray(String name, ElementKind kind, int count, byte[] content) {
    /** The bytes, to be read. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(content)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
