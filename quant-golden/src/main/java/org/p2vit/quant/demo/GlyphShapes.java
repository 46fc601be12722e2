// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * The skeletons of the 36 glyphs: digits, then capital letters.
 *
 * <p>A skeleton is text. Alternatives are separated by {@code |}, strokes by {@code ;} and the elements of a stroke by
 * spaces. An element {@code x,y} is a point joined to the one before it; {@code @cx,cy,rx,ry,from,to} is an elliptical arc
 * between two angles in degrees, clockwise from the right because y points down. Coordinates are percent of the glyph's
 * box, with (0,0) at the top left.
 */
final class GlyphShapes {
    /** Degrees between two points of a flattened arc. */
    private static final double ARC_STEP = 24;

    private static final String LABELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static final String[] SKELETONS = {
        "@50,50,50,50,0,360; 32,70 68,30",
        "15,22 55,0 55,100; 25,100 85,100 | 15,25 60,0 60,100",
        "@50,28,46,28,190,400 0,100 100,100",
        "@45,25,42,25,200,450 @45,75,50,25,270,520 | 5,0 90,0 40,42 @42,70,52,30,270,510",
        "75,100 75,0 0,68 100,68",
        "90,0 15,0 10,45 @45,68,50,32,235,500",
        "@95,60,90,60,260,180 @50,68,45,32,180,540",
        "0,0 100,0 35,100 | 0,0 100,0 35,100; 30,50 85,50",
        "@50,25,40,25,0,360; @50,75,48,25,0,360",
        "@5,40,90,60,80,0 @50,32,45,32,360,0",
        "0,100 50,0 100,100; 18,65 82,65",
        "0,0 55,0 @55,24,38,24,270,450 0,48; 0,0 0,100 55,100 @55,74,45,26,90,-90",
        "@55,50,55,50,315,45",
        "0,0 0,100 40,100 @40,50,60,50,90,-90 0,0",
        "100,0 0,0 0,100 100,100; 0,48 80,48",
        "100,0 0,0 0,100; 0,48 80,48",
        "@52,50,52,50,315,0 60,52",
        "0,0 0,100; 100,0 100,100; 0,50 100,50",
        "50,0 50,100; 20,0 80,0; 20,100 80,100 | 50,0 50,100",
        "75,0 75,65 @40,65,35,35,0,170 | 40,0 100,0; 75,0 75,65 @40,65,35,35,0,170",
        "0,0 0,100; 95,0 0,60; 35,40 100,100",
        "0,0 0,100 95,100",
        "0,100 0,0 50,65 100,0 100,100",
        "0,100 0,0 100,100 100,0",
        "@50,50,50,50,0,360",
        "0,100 0,0 55,0 @55,27,42,27,270,450 0,54",
        "@50,50,50,50,0,360; 58,68 100,105",
        "0,100 0,0 55,0 @55,27,42,27,270,450 0,54; 45,54 100,100",
        "@50,26,44,26,330,90 @50,76,48,24,270,510",
        "0,0 100,0; 50,0 50,100",
        "0,0 0,60 @50,60,50,40,180,0 100,0",
        "0,0 50,100 100,0",
        "0,0 25,100 50,25 75,100 100,0",
        "0,0 100,100; 100,0 0,100",
        "0,0 50,48 100,0; 50,48 50,100",
        "0,0 100,0 0,100 100,100",
    };

    private GlyphShapes() {}

    static int classes() {
        return SKELETONS.length;
    }

    static String label(int glyph) {
        return LABELS.substring(glyph, glyph + 1);
    }

    static int alternatives(int glyph) {
        return SKELETONS[glyph].split("\\|").length;
    }

    /**
     * The strokes of one alternative as polylines.
     *
     * @param power exponent of the superellipse that arcs follow: 2 is an ellipse, more is squarer
     * @return per stroke its points {x, y} in the unit square, y down
     */
    static List<List<double[]>> strokes(int glyph, int alternative, double power) {
        List<List<double[]>> strokes = new ArrayList<>();
        for (String stroke : SKELETONS[glyph].split("\\|")[alternative].split(";")) {
            List<double[]> points = new ArrayList<>();
            for (String element : stroke.trim().split(" ")) {
                if (element.startsWith("@")) {
                    addArc(points, numbers(element.substring(1)), power);
                } else {
                    double[] point = numbers(element);
                    points.add(new double[] {point[0] / 100, point[1] / 100});
                }
            }
            strokes.add(points);
        }
        return strokes;
    }

    private static double[] numbers(String element) {
        String[] words = element.split(",");
        double[] values = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            values[i] = Integer.parseInt(words[i]);
        }
        return values;
    }

    private static void addArc(List<double[]> points, double[] arc, double power) {
        double sweep = arc[5] - arc[4];
        int steps = (int) StrictMath.ceil(StrictMath.abs(sweep) / ARC_STEP);
        for (int i = 0; i <= steps; i++) {
            double angle = StrictMath.toRadians(arc[4] + sweep * i / steps);
            double x = arc[0] + arc[2] * bulge(StrictMath.cos(angle), power);
            double y = arc[1] + arc[3] * bulge(StrictMath.sin(angle), power);
            points.add(new double[] {x / 100, y / 100});
        }
    }

    private static double bulge(double unit, double power) {
        return StrictMath.copySign(StrictMath.pow(StrictMath.abs(unit), 2 / power), unit);
    }
}
