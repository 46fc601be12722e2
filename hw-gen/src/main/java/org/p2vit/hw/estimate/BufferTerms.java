// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.p2vit.hw.buffer.BufferSpec;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.port.WriteKind;

/** The logic of a buffer: choosing of writers and readers, and its words where they are in LUTs. */
final class BufferTerms {
    private static final String KIND = "buffer";
    /** Instances are called so, with the key of the buffer behind it. */
    private static final String NAME = "buffers_";

    private static final int SHALLOW = 32;
    private static final int DEEP = 64;
    /** Bits of a group of four LUTs of memory. */
    private static final int SHALLOW_BITS = 6;

    private static final int DEEP_BITS = 3;

    private BufferTerms() {}

    static UnitTerms of(BufferSpec buffer) {
        long bits = (long) buffer.banks() * buffer.wordBits();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("bank", (long) buffer.banks());
        counts.put("bit", bits);
        counts.put("writer", bits * (buffer.writers().size() - 1));
        if (buffer.writers().get(0).kind() == WriteKind.COLUMNS) {
            counts.put("column", bits);
        }
        if (!buffer.wide()) {
            counts.put("reader", bits * buffer.readers().size());
        }
        if (buffer.style() == HwMemory.Style.DISTRIBUTED) {
            long rows = (buffer.depth() + DEEP - 1) / DEEP;
            counts.put("memoryLut", buffer.banks() * memoryLuts(buffer.wordBits(), buffer.depth()));
            counts.put("memoryBit", bits);
            counts.put("memoryRow", bits * (rows - 1));
        }
        return new UnitTerms(NAME + buffer.buffer().key(), KIND, counts);
    }

    private static long memoryLuts(int bits, int depth) {
        return depth <= SHALLOW
                ? 4L * ((bits + SHALLOW_BITS - 1) / SHALLOW_BITS)
                : 4L * ((bits + DEEP_BITS - 1) / DEEP_BITS) * ((depth + DEEP - 1) / DEEP);
    }
}
