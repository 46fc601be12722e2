// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every word of every tensor, and the first that differs. */
final class WordComparison {
    private long words;

    /** Words compared so far. */
    long words() {
        return words;
    }

    /** @throws AssertionError that names the tensor and the place; {@code repeat} is the command that shows it again */
    void compare(Map<String, Matrix> witness, Map<String, Matrix> golden, String repeat) {
        for (String name : witness.keySet()) {
            Matrix expected = witness.get(name);
            Matrix got = golden.get(name);
            if (got == null || expected.rows() != got.rows() || expected.columns() != got.columns()) {
                throw new AssertionError(name + " has another shape or is missing; repeat: " + repeat);
            }
            compare(name, expected.columns(), expected.words(), got.words(), repeat);
        }
        List<String> others = new ArrayList<>(golden.keySet());
        others.removeAll(witness.keySet());
        if (!others.isEmpty()) {
            throw new AssertionError("the witness has no " + others + "; repeat: " + repeat);
        }
    }

    void compare(String name, int columns, List<BigInteger> expected, List<BigInteger> got, String repeat) {
        if (expected.size() != got.size() || expected.isEmpty()) {
            throw new AssertionError(
                    name + ": " + expected.size() + " words expected, got " + got.size() + "; repeat: " + repeat);
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(got.get(i))) {
                throw new AssertionError(name + " row " + i / columns + " column " + i % columns + ": witness "
                        + expected.get(i) + ", golden " + got.get(i) + "; repeat: " + repeat);
            }
        }
        words += expected.size();
    }
}
