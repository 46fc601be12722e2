// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.timeline.Activity.Share;
import org.p2vit.testbench.timeline.Timeline.Mark;

/** Draws a timeline: a lane per unit, filled where it is busy, pale where it waits; the whole run above, one stretch large below. */
public final class TimelineSvg {
    private static final int LEFT = 90;
    private static final int RIGHT = 60;
    private static final int LABEL = 55;
    private static final int WIDTH = 1200;
    private static final int LANE = 34;
    private static final int GAP = 8;
    private static final int HEAD = 60;
    private static final int WAITS_SHOWN = 3;
    private static final List<Unit> UNITS =
            List.of(Unit.LOAD, Unit.MATMUL, Unit.REQUANT, Unit.SOFTMAX, Unit.SHIFTMM, Unit.NORM, Unit.STORE);
    private static final Map<Unit, String> COLOURS = Map.of(
            Unit.LOAD, "#6b7280",
            Unit.MATMUL, "#1d4ed8",
            Unit.REQUANT, "#0f766e",
            Unit.SOFTMAX, "#b45309",
            Unit.SHIFTMM, "#7c3aed",
            Unit.NORM, "#be123c",
            Unit.STORE, "#374151");

    private final StringBuilder svg = new StringBuilder();
    private final Timeline timeline;

    private TimelineSvg(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The picture as SVG text. */
    public static String draw(Timeline timeline) {
        return new TimelineSvg(timeline).draw();
    }

    private String draw() {
        int panel = UNITS.size() * (LANE + GAP);
        int second = HEAD + panel + HEAD;
        int waits = second + panel + HEAD;
        int height = waits + UNITS.size() * 18 + 20;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">",
                LEFT + WIDTH + RIGHT, height);
        line("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        text(10, 20, 15, "#111827", timeline.title());
        text(
                10,
                36,
                11,
                "#4b5563",
                "filled: the unit makes progress; pale: it has a command and waits; white: it has none");
        panel(HEAD, 0, timeline.activity().end(), timeline.marks());
        Mark detail = timeline.detail();
        text(10, second - 26, 13, "#111827", detail.name() + " alone");
        panel(second, detail.from(), detail.to(), List.of());
        text(10, waits - 10, 13, "#111827", "cycles lost to waiting, by the cycle model");
        waits(waits + 8);
        line("</svg>");
        return svg.toString();
    }

    private void panel(int top, long from, long to, List<Mark> marks) {
        int bottom = top + UNITS.size() * (LANE + GAP);
        for (Mark mark : marks) {
            double x = x(mark.from(), from, to);
            line("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#d1d5db\"/>", x, top - 4, x, bottom);
            if (x(mark.to(), from, to) - x > LABEL) {
                text(x + 2, top - 6, 9, "#6b7280", mark.name());
            }
        }
        for (int i = 0; i < UNITS.size(); i++) {
            lane(UNITS.get(i), top + i * (LANE + GAP), from, to);
        }
        for (int tick = 0; tick <= 10; tick++) {
            long cycle = from + (to - from) * tick / 10;
            text(x(cycle, from, to) - 12, bottom + 8, 9, "#6b7280", String.format(Locale.ROOT, "%,d", cycle));
        }
    }

    private void lane(Unit unit, int top, long from, long to) {
        List<Share> shares = timeline.activity().of(unit, from, to, WIDTH);
        text(8, top + LANE - 12, 11, "#111827", unit.name());
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#e5e7eb\"/>",
                LEFT, top, WIDTH, LANE);
        area(shares, top, from, to, COLOURS.get(unit), 0.25, true);
        area(shares, top, from, to, COLOURS.get(unit), 0.9, false);
    }

    /** The outline of busy shares, or of busy and stall shares together. */
    private void area(
            List<Share> shares, int top, long from, long to, String colour, double opacity, boolean withStall) {
        if (shares.isEmpty()) {
            return;
        }
        int base = top + LANE;
        StringBuilder path = new StringBuilder();
        path.append(format("M%.1f %d", x(Math.max(from, shares.get(0).from()), from, to), base));
        for (Share share : shares) {
            double height = LANE * (share.busy() + (withStall ? share.stall() : 0));
            double left = x(Math.max(from, share.from()), from, to);
            path.append(format("L%.1f %.1fH%.1f", left, base - height, x(Math.min(to, share.to()), from, to)));
        }
        path.append(format("V%dZ", base));
        line("<path d=\"%s\" fill=\"%s\" fill-opacity=\"%.2f\"/>", path, colour, opacity);
    }

    private void waits(int top) {
        for (int i = 0; i < UNITS.size(); i++) {
            Unit unit = UNITS.get(i);
            List<Map.Entry<String, Long>> most = new ArrayList<>(
                    timeline.waits().getOrDefault(unit, Map.of()).entrySet());
            most.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
            StringBuilder row = new StringBuilder();
            most.stream()
                    .limit(WAITS_SHOWN)
                    .forEach(
                            wait -> row.append(String.format(Locale.ROOT, "%s %,d; ", wait.getKey(), wait.getValue())));
            text(8, top + 18 * i + 10, 11, COLOURS.get(unit), unit.name());
            text(LEFT, top + 18 * i + 10, 11, "#374151", row.length() == 0 ? "nothing" : row.toString());
        }
    }

    private static double x(long cycle, long from, long to) {
        return LEFT + (double) WIDTH * (cycle - from) / Math.max(1, to - from);
    }

    private void text(double x, double y, int size, String colour, String content) {
        String escaped = content.replace("&", "&amp;").replace("<", "&lt;");
        line("<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" fill=\"%s\">%s</text>", x, y, size, colour, escaped);
    }

    private void line(String pattern, Object... values) {
        svg.append(format(pattern, values)).append('\n');
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
