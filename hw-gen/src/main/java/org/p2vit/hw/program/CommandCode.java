// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.hw.config.AttentionKind;

/** One of the numbers that a {@link CodedField} can hold. */
public interface CommandCode {
    int code();

    String name();

    /** Whether a machine with this attention takes it. */
    default boolean knownTo(AttentionKind attention) {
        return true;
    }
}
