// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Figures of reports as tables print them. */
final class Figures {
    private Figures() {}

    /** {@code 1,177,403}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 79.3 %} of a share. */
    static String percent(JsonNode share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share.asDouble());
    }

    /** {@code 96.7 % [94.0, 98.2]} of an estimate with its interval. */
    static String interval(JsonNode estimate) {
        return String.format(
                Locale.ROOT,
                "%s [%.1f, %.1f]",
                percent(estimate.path("value")),
                100 * estimate.path("low").asDouble(),
                100 * estimate.path("high").asDouble());
    }

    /** {@code 18.5 dB} of an estimate; there is none if all logits are equal. */
    static String decibels(JsonNode estimate) {
        return estimate.path("value").isNumber()
                ? String.format(Locale.ROOT, "%.1f dB", estimate.path("value").asDouble())
                : "equal";
    }

    /** {@code 56.6}, {@code 212}: three digits, or more in front of the point. */
    static String threeDigits(JsonNode number) {
        double value = number.asDouble();
        return value >= 1000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : new BigDecimal(value).round(new MathContext(3)).toPlainString();
    }

    /** {@code 1.78 ×}. */
    static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f ×", ratio);
    }
}
