// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the tables that a page of this module prints. */
public final class ContractDocument {
    private final String page;
    private final List<String> lines;

    private ContractDocument(String page, List<String> lines) {
        this.page = page;
        this.lines = lines;
    }

    /** A page of this module, e.g. {@code arithmetic.md}; tests run in the module's folder. */
    public static ContractDocument read(String page) {
        try {
            return new ContractDocument(page, Files.readAllLines(Path.of("doc", page)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of the Markdown table after {@code <!-- table: name -->}, without its two header lines. */
    public List<List<String>> table(String name) {
        return rowsAfter(lineOf("<!-- table: " + name + " -->") + 1);
    }

    /** Rows of the Markdown table with the given header line. */
    public List<List<String>> tableWithHeader(String header) {
        return rowsAfter(lineOf(header));
    }

    /** A line of the page, counted from 0. */
    public String line(int number) {
        return lines.get(number);
    }

    /** Numbers of the fenced block {@code ```name}. */
    public int[] numbers(String name) {
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
            String row = lines.get(i);
            String[] cells = row.substring(1, row.length() - 1).split("\\|", -1);
            rows.add(Arrays.stream(cells).map(String::trim).toList());
        }
        return rows;
    }

    private int lineOf(String text) {
        int line = lines.indexOf(text);
        if (line < 0) {
            throw new AssertionError("doc/" + page + " has no line " + text);
        }
        return line;
    }
}
