// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;

/**
 * The one way to write a network: what was read has to be what is written. One rule takes the place of rules about order,
 * white space, escapes and numbers; this class finds the words for what breaks it.
 */
final class CanonicalForm {
    private static final int EXCERPT = 24;

    private CanonicalForm() {}

    /**
     * @param found as it was read from {@code json}
     * @param written header of the network that was read
     * @throws InvalidInputException naming the first difference
     */
    static void requireHeader(BundleHeader found, byte[] json, BundleHeader written) {
        requireOrder(found.arrays(), written.arrays());
        byte[] canonical = written.toJson();
        int at = Arrays.mismatch(json, canonical);
        if (at >= 0) {
            throw new InvalidInputException("the header is not in canonical form: from its byte " + at + " on there is "
                    + kind(json, at) + excerpt(json, at) + " where " + excerpt(canonical, at) + " belongs");
        }
    }

    private static void requireOrder(List<BundleHeader.Entry> found, List<BundleHeader.Entry> written) {
        for (int i = 0; i < written.size(); i++) {
            String name = found.get(i).name();
            if (!name.equals(written.get(i).name())) {
                throw new InvalidInputException(
                        "array " + name + " stands where " + written.get(i).name() + " belongs; arrays have one order");
            }
        }
    }

    /** @throws InvalidInputException naming an array whose values are written with other bytes */
    static void requireArrays(byte[] file, int payload, ArrayWriter arrays) {
        int from = payload;
        for (int i = 0; i < arrays.contents().size(); i++) {
            byte[] content = arrays.contents().get(i);
            int to = from + content.length;
            if (!Arrays.equals(file, from, to, content, 0, content.length)) {
                throw new InvalidInputException("array "
                        + arrays.entries().get(i).name() + " has bits that no value needs and that are not zero");
            }
            from = to;
        }
    }

    private static String kind(byte[] json, int at) {
        if (at == json.length) {
            return "";
        }
        return switch (json[at]) {
            case ' ', '\t', '\r', '\n' -> "white space, ";
            case '\\' -> "an escape, ";
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> "a number, ";
            default -> "";
        };
    }

    private static String excerpt(byte[] json, int at) {
        if (at == json.length) {
            return "the end";
        }
        int to = Math.min(json.length, at + EXCERPT);
        return "«" + new String(json, at, to - at, StandardCharsets.UTF_8) + "»";
    }
}
