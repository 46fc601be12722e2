// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidualReadsTests {
    /** REQUANT reads from cycle 10 to 19 and from 30 to 39. */
    @ParameterizedTest(name = "{0} groups, from {1}, {2} words: by {3}")
    @CsvSource({
        "2,  0,  4,  4", // before
        "2, 10,  4, 18", // every second cycle
        "2,  8,  4, 14", // two alone, two in four
        "2, 10,  8, 23", // five in ten, three behind
        "4, 10,  6, 18", // three in four cycles
        "1, 10,  4, 24", // all cycles are taken
        "1,  8, 15, 43", // two, ten between, three behind the second
        "2, 50,  4, 54",
    })
    void normWaitsWhereRequantReadsItsBank(int groups, double from, int words, double by) {
        ResidualReads reads = new ResidualReads(groups);
        reads.add(10, 15);
        reads.add(15, 20);
        reads.add(30, 40);

        assertThat(reads.readBy(from, words)).isEqualTo(by);
    }
}
