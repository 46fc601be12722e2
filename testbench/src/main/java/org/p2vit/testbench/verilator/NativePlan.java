// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.util.stream.LongStream;

/**
 * What a native bus model is built by: a C++ struct, field by field. It says of itself what it is, so that a struct that has changed
 * on one side only is refused and not misread ({@code plan.h}).
 *
 * @param version {@code VERSION} of the struct; raised when its fields change
 * @param words its fields in order
 */
public record NativePlan(int version, long... words) {
    /** As it is handed over: version, number of words, words. */
    long[] framed() {
        return LongStream.concat(LongStream.of(version, words.length), LongStream.of(words))
                .toArray();
    }
}
