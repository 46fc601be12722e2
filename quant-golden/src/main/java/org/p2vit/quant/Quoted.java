// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names that came out of a user's file, as they stand in a message: in quotation marks, in one line and of readable length,
 * whatever the file has in them.
 */
public final class Quoted {
    /** The most entries of a list that a message shows. */
    public static final int LISTED = 20;

    private static final int LONGEST = 200;

    private Quoted() {}

    /** A name in quotation marks; control characters as {@code \}{@code u000a}, what is longer than 200 characters cut. */
    public static String name(String name) {
        StringBuilder text = new StringBuilder("\"");
        name.codePoints().limit(LONGEST).forEach(c -> append(text, c));
        int left = name.codePointCount(0, name.length()) - LONGEST;
        return text.append(left > 0 ? "… (" + left + " characters more)\"" : "\"")
                .toString();
    }

    /** The first entries of a list, and how many more there are. */
    public static List<String> first(Collection<String> entries) {
        Stream<String> shown = entries.stream().limit(LISTED);
        int more = entries.size() - LISTED;
        return Stream.concat(shown, more > 0 ? Stream.of("and " + more + " more") : Stream.of())
                .toList();
    }

    /** Names in quotation marks with commas between them; after the first ones, how many more there are. */
    public static String names(Collection<String> names) {
        List<String> quoted = names.stream().limit(LISTED).map(Quoted::name).collect(Collectors.toList());
        int more = names.size() - LISTED;
        return String.join(", ", quoted) + (more > 0 ? " and " + more + " more" : "");
    }

    private static void append(StringBuilder text, int c) {
        int type = Character.getType(c);
        boolean shown = type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
        if (shown) {
            text.appendCodePoint(c);
        } else {
            text.append("\\u").append(String.format(Locale.ROOT, "%04x", c));
        }
    }
}
