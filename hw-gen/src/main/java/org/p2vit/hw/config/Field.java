// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.util.Locale;
import org.p2vit.quant.InvalidInputException;

/** Checks of one configuration value; each failure names the field, the value and the limit. */
final class Field {
    private Field() {}

    static void inRange(String field, int value, int least, int most) {
        require(least <= value && value <= most, "%s is %d, allowed is %d to %d", field, value, least, most);
    }

    static void powerOfTwo(String field, int value) {
        require(Integer.bitCount(value) == 1, "%s is %d, it must be a power of two", field, value);
    }

    static void notBlank(String field, String value) {
        require(value != null && !value.isBlank(), "%s is empty, give it a text", field);
    }

    static void require(boolean condition, String sentence, Object... values) {
        if (!condition) {
            throw new InvalidInputException(String.format(Locale.ROOT, sentence, values));
        }
    }
}
