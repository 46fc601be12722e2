// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** An SVG chart of series over two linear axes: lines, points or bars, with a legend beside it. */
final class Chart {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int TOP = 34;
    private static final int LEGEND = 160;
    private static final int BOTTOM = 50;
    private static final int LABEL_SIZE = 10;
    private static final double RADIUS = 3.5;

    /**
     * Told apart with every kind of colour vision, on white and on black: those of Okabe and Ito ("Color Universal Design", 2008)
     * without yellow and black. When all are used they come again with dashed lines and squares.
     */
    private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};

    /** How a series is drawn. */
    enum Form {
        LINE,
        POINTS,
        BARS
    }

    /** @param labels beside the points, or empty */
    private record Series(String name, Form form, double[] x, double[] y, List<String> labels) {}

    /** A point that is drawn, and what stands beside it. */
    private record Point(double x, double y, String label) {}

    private final String title;
    private final String across;
    private final String up;
    private final List<Series> all = new ArrayList<>();
    private final StringBuilder svg = new StringBuilder();
    private final List<Point> drawn = new ArrayList<>();

    Chart(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    /** Adds a series; values that are not finite are left out. */
    Chart with(String name, Form form, double[] x, double[] y) {
        all.add(new Series(name, form, x.clone(), y.clone(), List.of()));
        return this;
    }

    /** Adds points, each with a label beside it. */
    Chart labelled(String name, double[] x, double[] y, List<String> labels) {
        all.add(new Series(name, Form.POINTS, x.clone(), y.clone(), List.copyOf(labels)));
        return this;
    }

    /** Charts one below the other as a file of their own. */
    static String stacked(List<Chart> charts) {
        int width = LEFT + WIDTH + LEGEND;
        int height = TOP + HEIGHT + BOTTOM;
        StringBuilder file = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" fill=\"#111827\" color=\"#111827\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                width,
                height * charts.size()));
        for (int i = 0; i < charts.size(); i++) {
            file.append(String.format(
                    Locale.ROOT,
                    "<g transform=\"translate(0 %d)\">%n%s</g>%n",
                    i * height,
                    charts.get(i).svg()));
        }
        return file.append("</svg>\n").toString();
    }

    String svg() {
        boolean bars = all.stream().anyMatch(series -> series.form == Form.BARS);
        Axis horizontal = Axis.over(DoubleStream.concat(
                all.stream().flatMapToDouble(series -> DoubleStream.of(series.x)),
                bars
                        ? all.stream().flatMapToDouble(series -> DoubleStream.of(series.x)
                                .flatMap(x -> DoubleStream.of(x - 0.5, x + 0.5)))
                        : DoubleStream.empty()));
        Axis vertical = Axis.over(DoubleStream.concat(
                all.stream().flatMapToDouble(series -> DoubleStream.of(series.y)),
                bars ? DoubleStream.of(0) : DoubleStream.empty()));
        line(
                "<svg viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" role=\"img\" aria-label=\"%3$s\">",
                LEFT + WIDTH + LEGEND, TOP + HEIGHT + BOTTOM, Html.escape(title));
        text(LEFT, 18, 14, "start", title);
        grid(horizontal, vertical);
        for (int i = 0; i < all.size(); i++) {
            draw(all.get(i), i, horizontal, vertical);
        }
        labels();
        line("</svg>");
        return svg.toString();
    }

    private void grid(Axis horizontal, Axis vertical) {
        for (double tick : horizontal.ticks()) {
            double x = LEFT + WIDTH * horizontal.place(tick);
            line("<path d=\"M%.1f %dV%d\" stroke=\"currentColor\" stroke-opacity=\"0.14\"/>", x, TOP, TOP + HEIGHT);
            text(x, TOP + HEIGHT + 16, 11, "middle", horizontal.label(tick));
        }
        for (double tick : vertical.ticks()) {
            double y = TOP + HEIGHT * (1 - vertical.place(tick));
            line("<path d=\"M%d %.1fH%d\" stroke=\"currentColor\" stroke-opacity=\"0.14\"/>", LEFT, y, LEFT + WIDTH);
            text(LEFT - 6, y + 4, 11, "end", vertical.label(tick));
        }
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.45\"/>",
                LEFT, TOP, WIDTH, HEIGHT);
        text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 38, 12, "middle", across);
        line(
                "<text transform=\"translate(14 %.1f) rotate(-90)\" font-size=\"12\" text-anchor=\"middle\">%s</text>",
                TOP + HEIGHT / 2.0, Html.escape(up));
    }

    private void draw(Series series, int index, Axis horizontal, Axis vertical) {
        String colour = COLOURS[index % COLOURS.length];
        boolean again = index >= COLOURS.length;
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < series.x.length; i++) {
            if (!Double.isFinite(series.y[i])) {
                continue;
            }
            double x = LEFT + WIDTH * horizontal.place(series.x[i]);
            double y = TOP + HEIGHT * (1 - vertical.place(series.y[i]));
            String hint = Html.escape(
                    String.format(Locale.ROOT, "%s %s: %.4g", series.name, number(series.x[i]), series.y[i]));
            if (series.form == Form.BARS) {
                double slot = WIDTH * (horizontal.place(1) - horizontal.place(0)) / all.size() * 0.9;
                double from = x + (index - all.size() / 2.0) * slot;
                line(
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>",
                        from, y, slot, TOP + HEIGHT * (1 - vertical.place(0)) - y, colour, hint);
            } else {
                path.append(path.length() == 0 ? 'M' : 'L').append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
                mark(x, y, colour, again, hint);
                drawn.add(new Point(x, y, series.labels.isEmpty() ? "" : series.labels.get(i)));
            }
        }
        if (series.form == Form.LINE) {
            line(
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"%s/>",
                    path, colour, again ? " stroke-dasharray=\"5 3\"" : "");
        }
        int y = TOP + 10 + 18 * index;
        line("<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>", LEFT + WIDTH + 12, y - 9, colour);
        text(LEFT + WIDTH + 27, y, 11, "start", series.name);
    }

    /** Seen through, so that points that cover each other show. */
    private void mark(double x, double y, String colour, boolean square, String hint) {
        if (square) {
            line(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%4$.1f\" height=\"%4$.1f\" fill=\"%3$s\" fill-opacity=\"0.7\"><title>%5$s</title></rect>",
                    x - RADIUS, y - RADIUS, colour, 2 * RADIUS, hint);
        } else {
            line(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" fill-opacity=\"0.7\"><title>%s</title></circle>",
                    x, y, RADIUS, colour, hint);
        }
    }

    /** Beside their points where there is room; the others are in the hint of the point and in the table of the report. */
    private void labels() {
        LabelPlaces places = new LabelPlaces(new Rectangle2D.Double(LEFT, TOP, WIDTH, HEIGHT));
        drawn.forEach(point -> places.avoid(point.x, point.y, RADIUS));
        for (Point point : drawn) {
            if (point.label.isEmpty()) {
                continue;
            }
            places.of(point.x, point.y, point.label, LABEL_SIZE).ifPresent(place -> {
                text(place.x(), place.y(), LABEL_SIZE, "start", point.label);
                if (place.far()) {
                    line(
                            "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"currentColor\" stroke-opacity=\"0.4\"/>",
                            point.x, point.y, place.x(), place.y());
                }
            });
        }
    }

    private static String number(double x) {
        return x == Math.rint(x) ? Long.toString((long) x) : String.format(Locale.ROOT, "%.4g", x);
    }

    private void text(double x, double y, int size, String anchor, String content) {
        line(
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\">%s</text>",
                x, y, size, anchor, Html.escape(content));
    }

    private void line(String pattern, Object... values) {
        svg.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    }
}
