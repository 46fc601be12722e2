// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.exploration;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2vit.hw.explore.DesignPoint;

/** Draws cycles over LUTs and over DSPs, both axes logarithmic; points that nothing beats are filled and labelled T×W×R, those that do not fit the board are grey. */
public final class ParetoSvg {
    private static final int PLOT = 460;
    private static final int LEFT = 80;
    private static final int TOP = 60;
    private static final int STEP = PLOT + 110;
    private static final String BLUE = "#1d4ed8";
    private static final String GREY = "#9ca3af";

    private final StringBuilder svg = new StringBuilder();
    private final List<DesignPoint> points;

    private ParetoSvg(List<DesignPoint> points) {
        this.points = points;
    }

    /** The picture as SVG text. */
    public static String draw(String title, List<DesignPoint> points) {
        return new ParetoSvg(points).draw(title);
    }

    private String draw(String title) {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">",
                2 * STEP + LEFT, TOP + PLOT + 60);
        line("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        text(10, 24, 15, title);
        text(
                10,
                42,
                11,
                "filled: fits, and no other that fits is better in cycles, LUTs or DSPs without being worse in another; grey: does not fit the board");
        plot(LEFT, "LUTs", point -> point.resources().lut());
        plot(LEFT + STEP, "DSPs", point -> point.resources().dsp());
        line("</svg>");
        return svg.toString();
    }

    private void plot(int left, String name, ToDoubleFunction<DesignPoint> cost) {
        Axis across = Axis.over(points, cost);
        Axis up = Axis.over(points, DesignPoint::cycles);
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#9ca3af\"/>",
                left, TOP, PLOT, PLOT);
        for (double value : across.ticks()) {
            double x = left + PLOT * across.place(value);
            line("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#e5e7eb\"/>", x, TOP, x, TOP + PLOT);
            text(x - 14, TOP + PLOT + 16, 10, label(value));
        }
        for (double value : up.ticks()) {
            double y = TOP + PLOT * (1 - up.place(value));
            line("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#e5e7eb\"/>", left, y, left + PLOT, y);
            text(left - 44, y + 3, 10, label(value));
        }
        text(left + PLOT / 2.0 - 15, TOP + PLOT + 36, 12, name);
        text(left - 44, TOP - 6, 12, "cycles");
        for (DesignPoint point : points) {
            boolean best = point.isPareto(points);
            double x = left + PLOT * across.place(cost.applyAsDouble(point));
            double y = TOP + PLOT * (1 - up.place(point.cycles()));
            line(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" stroke=\"%s\" fill=\"%s\"><title>%s</title></circle>",
                    x, y, point.fits() ? BLUE : GREY, best ? BLUE : "none", told(point));
            if (best) {
                text(x + 6, y - 4, 9, point.name());
            }
        }
    }

    /** What a reader who points at it is shown. */
    private static String told(DesignPoint point) {
        String speed = String.format(
                Locale.ROOT,
                "%s: %.1f images a second",
                point.name(),
                point.speed().framesPerSecond());
        return point.fit() == null ? speed : speed + ", " + point.fit().sentence();
    }

    /** A logarithmic axis over the values of all points, with a margin. */
    private record Axis(double least, double most) {
        private static final double MARGIN = 1.25;

        static Axis over(List<DesignPoint> points, ToDoubleFunction<DesignPoint> value) {
            double least = points.stream().mapToDouble(value).min().orElse(1);
            double most = points.stream().mapToDouble(value).max().orElse(1);
            return new Axis(least / MARGIN, most * MARGIN);
        }

        double place(double value) {
            return Math.log(value / least) / Math.log(most / least);
        }

        /** 1, 2 and 5 times powers of ten. */
        List<Double> ticks() {
            return IntStream.range(0, 12)
                    .boxed()
                    .flatMap(power -> Stream.of(1.0, 2.0, 5.0).map(step -> step * Math.pow(10, power)))
                    .filter(value -> value >= least && value <= most)
                    .toList();
        }
    }

    private static String label(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.0fM", value / 1e6);
        }
        return value >= 1e3
                ? String.format(Locale.ROOT, "%.0fk", value / 1e3)
                : String.format(Locale.ROOT, "%.0f", value);
    }

    private void text(double x, double y, int size, String content) {
        String escaped = content.replace("&", "&amp;").replace("<", "&lt;");
        line("<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" fill=\"#111827\">%s</text>", x, y, size, escaped);
    }

    private void line(String pattern, Object... values) {
        svg.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    }
}
