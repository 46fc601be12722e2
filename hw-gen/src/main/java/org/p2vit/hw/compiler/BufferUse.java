// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.config.BufferConfig;
import org.p2vit.quant.InvalidInputException;

/**
 * How much of an on-chip buffer a network takes.
 *
 * @param buffer field of the configuration, e.g. {@code activation}
 * @param content what the needed words hold
 * @param needed words of every bank that must be there; a buffer that streams uses the rest as a ring
 * @param words words that are there
 */
public record BufferUse(String buffer, String content, int needed, int words) {
    /** @throws InvalidInputException naming the limit if the network does not fit */
    void check() {
        if (needed > words) {
            throw new InvalidInputException("the network needs " + needed + " " + content + " but buffers." + buffer
                    + ".words is " + words
                    + (needed <= BufferConfig.MOST_WORDS
                            ? "; raise it or choose a smaller network"
                            : "; no buffer has more than " + BufferConfig.MOST_WORDS
                                    + ", so choose a smaller network"));
        }
    }
}
