// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.util.ArrayDeque;
import java.util.Deque;

/** XML of one namespace prefix, an element on each line, indented by how deep it stands. */
final class XmlLines {
    private final Lines lines = new Lines();
    private final String prefix;
    private final Deque<String> open = new ArrayDeque<>();

    /** @param prefix with which every element is written, without the colon */
    XmlLines(String prefix) {
        this.prefix = prefix;
        lines.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    void comment(String text) {
        lines.add("<!-- " + text + " -->");
    }

    /**
     * Begins an element that holds others.
     *
     * @param attributes names and values in turn; names have a prefix if they need one
     */
    void open(String name, String... attributes) {
        line("<" + prefix + ":" + name + attributes(attributes) + ">");
        open.push(name);
    }

    /** Ends the element that was begun last. */
    void close() {
        String name = open.pop();
        line("</" + prefix + ":" + name + ">");
    }

    /** An element that holds a text. */
    void text(String name, Object text, String... attributes) {
        String element = prefix + ":" + name;
        line("<" + element + attributes(attributes) + ">" + escape(text.toString()) + "</" + element + ">");
    }

    /** An element that holds nothing. */
    void empty(String name, String... attributes) {
        line("<" + prefix + ":" + name + attributes(attributes) + "/>");
    }

    /** The document, once every element has ended. */
    String text() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("element " + open.peek() + " has no end");
        }
        return lines.text();
    }

    private void line(String text) {
        lines.add("  ".repeat(open.size()) + text);
    }

    private static String attributes(String... namesAndValues) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(' ').append(namesAndValues[i]).append("=\"");
            text.append(escape(namesAndValues[i + 1])).append('"');
        }
        return text.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
