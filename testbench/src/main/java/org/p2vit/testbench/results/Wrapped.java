// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

/** Markdown in lines that an editor shows whole. */
final class Wrapped {
    private static final int WIDTH = 120;

    private Wrapped() {}

    /** An item of a numbered list. Lines break at blanks; Markdown reads them as one, in code as well. */
    static String item(int number, String text) {
        String start = number + ". ";
        StringBuilder item = new StringBuilder();
        StringBuilder line = new StringBuilder(start);
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH && line.length() > start.length()) {
                item.append(line.toString().stripTrailing()).append("\n");
                line = new StringBuilder(" ".repeat(start.length()));
            }
            line.append(word).append(" ");
        }
        return item.append(line.toString().stripTrailing()).append("\n").toString();
    }
}
