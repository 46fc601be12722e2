// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;

/** Work that says which content of a piece its result is of. It is looked at before and after: a file may change meanwhile. */
record VouchedWork<P extends Serializable, R extends Serializable>(Work<P, R> work)
        implements Work<P, VouchedWork.Vouched<R>> {
    private static final byte[] UNKNOWN = {};

    /** @param content its digest; empty if it changed or cannot be read */
    record Vouched<R extends Serializable>(R result, byte[] content) implements Serializable {
        boolean isKnown() {
            return content.length > 0;
        }
    }

    @Override
    public Vouched<R> of(P piece) {
        byte[] before = digest(piece);
        R result = work.of(piece);
        return new Vouched<>(result, Arrays.equals(before, digest(piece)) ? before : UNKNOWN);
    }

    @Override
    public String describe(P piece) {
        return work.describe(piece);
    }

    /** Of a piece's content; empty if that cannot be read. What is wrong with a file is for the work to say. */
    byte[] digest(P piece) {
        try {
            return ContentDigest.of(out -> work.content(piece, out));
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }
}
