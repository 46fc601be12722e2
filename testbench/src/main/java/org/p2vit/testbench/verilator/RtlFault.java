// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One textual fault in a Verilog file, to show that a test notices it.
 *
 * @param original text that must be there
 * @param fault what takes its place
 * @param occurrence which of several, from 0
 */
public record RtlFault(String original, String fault, int occurrence) {
    public RtlFault {
        if (original.isEmpty() || original.equals(fault) || occurrence < 0) {
            throw new IllegalArgumentException("a fault replaces some text by other text");
        }
    }

    /** Faults the first occurrence. */
    public RtlFault(String original, String fault) {
        this(original, fault, 0);
    }

    /**
     * Writes the faulty design to {@code target}.
     *
     * @throws IllegalArgumentException when the text to replace is not there: the fault would test nothing
     */
    public Path inject(Path verilog, Path target) {
        try {
            String text = Files.readString(verilog);
            int at = text.indexOf(original);
            for (int i = 0; i < occurrence && at >= 0; i++) {
                at = text.indexOf(original, at + 1);
            }
            if (at < 0) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "%s has no occurrence %d of: %s", verilog.getFileName(), occurrence, original));
            }
            return Files.writeString(target, text.substring(0, at) + fault + text.substring(at + original.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
