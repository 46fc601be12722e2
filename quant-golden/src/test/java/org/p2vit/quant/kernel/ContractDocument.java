// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the tables that the numeric contract prints. */
final class ContractDocument {
    private final List<String> lines;

    private ContractDocument(List<String> lines) {
        this.lines = lines;
    }

    /** The page of this module; tests run in the module's folder. */
    static ContractDocument read() {
        try {
            return new ContractDocument(Files.readAllLines(Path.of("doc", "arithmetic.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of the Markdown table after {@code <!-- table: name -->}, without its two header lines. */
    List<List<String>> table(String name) {
        return rowsAfter(lineOf("<!-- table: " + name + " -->") + 1);
    }

    /** Rows of the Markdown table with the given header line. */
    List<List<String>> tableWithHeader(String header) {
        return rowsAfter(lineOf(header));
    }

    /** Numbers of the fenced block {@code ```name}. */
    int[] numbers(String name) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = lineOf("```" + name) + 1; !lines.get(i).equals("```"); i++) {
            Arrays.stream(lines.get(i).trim().split("\\s+"))
                    .map(Integer::parseInt)
                    .forEach(numbers::add);
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private List<List<String>> rowsAfter(int header) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = header + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            String[] cells = lines.get(i).substring(1).split("\\|");
            rows.add(Arrays.stream(cells).map(String::trim).toList());
        }
        return rows;
    }

    private int lineOf(String text) {
        int line = lines.indexOf(text);
        if (line < 0) {
            throw new AssertionError("doc/arithmetic.md has no line " + text);
        }
        return line;
    }
}
