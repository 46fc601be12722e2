// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a place for the label of a point where it covers no other label and no point, within a frame. */
final class LabelPlaces {
    /** Of a letter, in sizes of the font; wide enough for the common ones. */
    private static final double LETTER = 0.6;

    private static final double[] DISTANCES = {7, 16, 28, 44};

    private final Rectangle2D frame;
    private final List<Rectangle2D> taken = new ArrayList<>();

    /**
     * @param x left end of the text
     * @param y its base line
     * @param far whether it stands so far away that a line should lead to it
     */
    record Place(double x, double y, boolean far) {}

    LabelPlaces(Rectangle2D frame) {
        this.frame = frame;
    }

    /** A point that no label may cover. */
    void avoid(double x, double y, double radius) {
        taken.add(new Rectangle2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    /** The nearest free place around a point, to the right of it if it can be; empty if all is taken. */
    Optional<Place> of(double x, double y, String text, int size) {
        double width = LETTER * size * text.codePointCount(0, text.length());
        for (double distance : DISTANCES) {
            for (int eighth : new int[] {7, 1, 0, 5, 3, 4, 6, 2}) {
                double angle = eighth * Math.PI / 4;
                double left = x + distance * Math.cos(angle) - (1 - Math.cos(angle)) / 2 * width;
                double top = y + distance * Math.sin(angle) - (1 - Math.sin(angle)) / 2 * size;
                Rectangle2D box = new Rectangle2D.Double(left, top, width, size);
                if (frame.contains(box) && taken.stream().noneMatch(box::intersects)) {
                    taken.add(box);
                    return Optional.of(new Place(left, top + 0.85 * size, distance > DISTANCES[0]));
                }
            }
        }
        return Optional.empty();
    }
}
