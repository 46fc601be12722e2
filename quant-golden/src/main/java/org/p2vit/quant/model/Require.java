// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import org.p2vit.quant.InvalidInputException;

/** Bounds checks of the records; every failure is a sentence with the value and the limit. */
final class Require {
    private Require() {}

    static void range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new InvalidInputException(what + " is " + value + "; allowed is " + min + " … " + max);
        }
    }

    static void length(String what, int length, long expected) {
        if (length != expected) {
            throw new InvalidInputException(what + " has " + length + " entries; " + expected + " are needed");
        }
    }

    static void bytes(String what, byte[] values, int min, int max) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < min || values[i] > max) {
                throw outside(what, i, values[i], min, max);
            }
        }
    }

    static void multiples(String what, byte[] values, int unit) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] % unit != 0) {
                throw new InvalidInputException(
                        what + "[" + i + "] is " + values[i] + "; weights of 4 bits are multiples of " + unit);
            }
        }
    }

    static void ints(String what, int[] values, int min, int max) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < min || values[i] > max) {
                throw outside(what, i, values[i], min, max);
            }
        }
    }

    /** A surrogate without its partner is no character, and no file could hold it. */
    static void unicode(String what, String text) {
        text.codePoints()
                .filter(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                .findFirst()
                .ifPresent(point -> {
                    throw new InvalidInputException(
                            what + " has half a surrogate pair, U+" + Integer.toHexString(point));
                });
    }

    private static InvalidInputException outside(String what, int index, int value, int min, int max) {
        return new InvalidInputException(what + "[" + index + "] is " + value + "; allowed is " + min + " … " + max);
    }
}
