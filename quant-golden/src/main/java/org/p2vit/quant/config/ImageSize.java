// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;

/** Sides of an input image in pixels, as text {@code HEIGHTxWIDTH}, or one number for both. */
public record ImageSize(int height, int width) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})(?:x([1-9][0-9]{0,5}))?");

    /** @throws InvalidInputException if the text is no size */
    public static ImageSize parse(String text, String words) {
        Matcher sides = TEXT.matcher(text);
        if (!sides.matches()) {
            throw new InvalidInputException(words + " " + Quoted.name(text)
                    + ", which is no image size; 224 or 192x256 (height, width) would be one.");
        }
        int height = Integer.parseInt(sides.group(1));
        return new ImageSize(height, sides.group(2) == null ? height : Integer.parseInt(sides.group(2)));
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
