// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * How fast images are done at a clock.
 *
 * @param clockMhz MHz
 * @param milliseconds of an image, the mean of several in a row
 * @param framesPerSecond images a second
 */
public record Speed(BigDecimal clockMhz, double milliseconds, double framesPerSecond) implements Serializable {
    /** Of so many images that take {@code cycles} together. */
    public static Speed of(BigDecimal clockMhz, long cycles, int images) {
        double milliseconds = cycles / (clockMhz.doubleValue() * 1e3) / images;
        return new Speed(clockMhz, milliseconds, 1e3 / milliseconds);
    }
}
