// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.simulation;

import java.nio.file.Path;
import java.util.Locale;
import org.p2vit.quant.InvalidInputException;

/**
 * A waveform to write.
 *
 * @param file in FST format
 * @param from first cycle, as mismatches count them
 * @param to last cycle
 */
public record Waveform(Path file, long from, long to) {
    public Waveform {
        if (from < 0 || to < from) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT, "a waveform of cycles %d to %d is empty; give 0 <= from <= to", from, to));
        }
    }
}
