// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The widths that §9 of the numeric contract states; tests run in the module's folder. */
public final class ContractWidths {
    private static final String TABLE = "<!-- table: widths -->";
    private final Map<String, String> widths = new HashMap<>();

    public ContractWidths() {
        try {
            List<String> lines = Files.readAllLines(Path.of("..", "quant-golden", "doc", "arithmetic.md"));
            int row = lines.indexOf(TABLE) + 3;
            while (lines.get(row).startsWith("|")) {
                String[] cells = lines.get(row).split("\\|");
                widths.put(cells[1].trim(), cells[5].trim());
                row++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bits of a quantity that can be negative, the sign among them. */
    public int signed(String quantity) {
        return bits(quantity, " signed");
    }

    /** Bits of a quantity that cannot. */
    public int unsigned(String quantity) {
        return bits(quantity, " unsigned");
    }

    private int bits(String quantity, String kind) {
        String text = widths.getOrDefault(quantity, "");
        if (!text.endsWith(kind)) {
            throw new AssertionError("§9 states no" + kind + " width of " + quantity + ": " + text);
        }
        return Integer.parseInt(text.substring(0, text.length() - kind.length()));
    }
}
