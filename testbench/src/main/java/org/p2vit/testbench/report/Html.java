// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.p2vit.quant.storage.WholeFile;

/** A page that is built from top to bottom; style and pictures are in it. */
final class Html {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%s</title><style>
            :root{color-scheme:light dark;--ink:#111827;--paper:#fff;--line:#d1d5db}
            @media(prefers-color-scheme:dark){:root{--ink:#e5e7eb;--paper:#111827;--line:#4b5563}}
            body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:62rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:2rem}
            table{border-collapse:collapse;margin:.6rem 0}td,th{padding:.25rem .5rem;white-space:nowrap;border-bottom:1px solid var(--line);text-align:right}
            .wide{overflow-x:auto}.left td,.left th{text-align:left;vertical-align:top}
            .left td:first-child,.left td:last-child{white-space:normal;overflow-wrap:anywhere;min-width:10rem}
            td:first-child,th:first-child{text-align:left}th{font-weight:600;border-bottom-color:var(--ink)}
            svg{max-width:100%%;height:auto;display:block;margin:.8rem 0;font-family:inherit;fill:var(--ink);color:var(--ink)}
            p{max-width:48rem}
            </style></head><body>
            <h1>%s</h1>
            """;

    private final StringBuilder page = new StringBuilder();

    Html(String title) {
        page.append(String.format(Locale.ROOT, HEAD, escape(title), escape(title)));
    }

    Html heading(String text) {
        page.append("<h2>").append(escape(text)).append("</h2>\n");
        return this;
    }

    Html paragraph(String text) {
        page.append("<p>").append(escape(text)).append("</p>\n");
        return this;
    }

    Html table(List<String> columns, List<List<String>> rows) {
        page.append("<div class=\"wide\"><table>\n").append(row("th", columns));
        rows.forEach(row -> page.append(row("td", row)));
        page.append("</table></div>\n");
        return this;
    }

    /** A table of texts; the first cell of each row is a link. */
    Html links(List<String> columns, List<List<String>> rows, List<String> targets) {
        page.append("<div class=\"wide\"><table class=\"left\">\n").append(row("th", columns));
        for (int i = 0; i < rows.size(); i++) {
            String cells = row("td", rows.get(i));
            String first = escape(rows.get(i).get(0));
            page.append(cells.replaceFirst(
                    Pattern.quote(first),
                    Matcher.quoteReplacement("<a href=\"" + escape(targets.get(i)) + "\">" + first + "</a>")));
        }
        page.append("</table></div>\n");
        return this;
    }

    Html chart(Chart chart) {
        page.append(chart.svg());
        return this;
    }

    /** Writes the page so that a reader sees the old file or the whole new one; makes missing folders. */
    void write(Path file) {
        WholeFile.writeText(file, page + "</body></html>\n");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String row(String tag, List<String> cells) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escape(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }
}
