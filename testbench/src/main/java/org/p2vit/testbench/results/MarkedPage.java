// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;

/**
 * A Markdown page with tables of results. A table stands between {@code <!-- results: NAME -->} and {@code <!-- end of NAME -->}; the
 * words around it are the page's own. Sources of rows, command, date and commit, are numbered and listed below the table.
 */
public final class MarkedPage {
    private static final Pattern MARK =
            Pattern.compile("<!-- results: ([a-z-]+) -->\n(.*?)<!-- end of \\1 -->", Pattern.DOTALL);

    private MarkedPage() {}

    /**
     * The page with all its tables written again.
     *
     * @throws InvalidInputException if it asks for a table that there is not, or for none
     */
    public static String filled(String page, Results results) {
        Matcher marks = MARK.matcher(page);
        StringBuilder filled = new StringBuilder();
        boolean any = false;
        while (marks.find()) {
            any = true;
            String label = marks.group(1);
            String text = text(label, results);
            marks.appendReplacement(
                    filled,
                    Matcher.quoteReplacement(
                            "<!-- results: " + label + " -->\n" + text + "<!-- end of " + label + " -->"));
        }
        if (!any) {
            throw new InvalidInputException("no <!-- results: NAME --> in it, where a table would be written");
        }
        return marks.appendTail(filled).toString();
    }

    private static String text(String label, Results results) {
        return switch (label) {
            case Summary.LABEL -> Summary.text(results);
            case PeerTable.LABEL -> PeerTable.text(results);
            default ->
                ResultTable.labelled(label)
                        .map(table -> table(table, results.rows(table)))
                        .orElseThrow(() -> new InvalidInputException("there is no table of results " + label));
        };
    }

    private static String table(ResultTable table, List<ResultRow> rows) {
        List<String> columns = new ArrayList<>(table.keys());
        columns.addAll(table.figures().stream()
                .filter(column -> rows.stream().anyMatch(row -> row.cells().containsKey(column)))
                .toList());
        List<String> sources = rows.stream().map(ResultRow::source).distinct().toList();
        StringBuilder text = new StringBuilder();
        List<String> head = new ArrayList<>(columns);
        head.add("source");
        text.append(line(head)).append(line(Collections.nCopies(head.size(), "---")));
        for (ResultRow row : rows) {
            List<String> cells = new ArrayList<>(columns.stream().map(row::cell).toList());
            cells.add("[" + (sources.indexOf(row.source()) + 1) + "]");
            text.append(line(cells));
        }
        text.append("\n");
        for (int i = 0; i < sources.size(); i++) {
            text.append(Wrapped.item(i + 1, sources.get(i)));
        }
        return text.toString();
    }

    static String line(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(MarkedPage::cell).toList()) + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
