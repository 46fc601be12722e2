// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.dma;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bus words of DRAM: a whole transfer, or one burst of it. */
record DramRange(long address, int words) {
    private static final int PAGE_BYTES = 4096;

    /** A range of 1 to {@code mostWords} words, one in two of them near a page boundary. */
    static DramRange random(Random random, int addressBits, int wordBytes, int mostWords) {
        int words = 1 + random.nextInt(mostWords);
        long top = (1L << addressBits) - (long) words * wordBytes;
        long address = random.nextLong(top) / wordBytes * wordBytes;
        if (random.nextBoolean()) {
            long page = address / PAGE_BYTES * PAGE_BYTES + PAGE_BYTES;
            address = Math.max(0, Math.min(page - (long) random.nextInt(4) * wordBytes, top / wordBytes * wordBytes));
        }
        return new DramRange(address, words);
    }

    /** What the AXI4 rules and a limit of beats leave of the range, word by word. */
    List<DramRange> bursts(int wordBytes, int maxBeats) {
        List<DramRange> bursts = new ArrayList<>();
        long first = address;
        int beats = 0;
        for (int i = 0; i < words; i++) {
            beats++;
            long next = address + (long) (i + 1) * wordBytes;
            if (beats == maxBeats || next % PAGE_BYTES == 0 || i == words - 1) {
                bursts.add(new DramRange(first, beats));
                first = next;
                beats = 0;
            }
        }
        return bursts;
    }
}
