// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What was reached of one module of a design, added up over all builds that have it. */
final class ModuleCoverage {
    /**
     * Something to reach.
     *
     * @param offset of the line from that of the keyword {@code module}
     * @param name signal and bit, or which way of a branch; empty for a line
     */
    record Item(CoverageKind kind, int offset, String name) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            int order = kind.compareTo(other.kind);
            order = order == 0 ? Integer.compare(offset, other.offset) : order;
            return order == 0 ? name.compareTo(other.name) : order;
        }
    }

    private final VerilogModule module;
    private final Map<Item, Long> counts = new TreeMap<>();
    private boolean built;

    ModuleCoverage(VerilogModule module) {
        this.module = module;
    }

    VerilogModule module() {
        return module;
    }

    /** Whether some build had this very module. */
    boolean built() {
        return built;
    }

    /**
     * Adds a point of {@code from}, if that tells something of this module: statements of one with other widths do, since they are the same; bits of
     * its signals do not.
     */
    void add(VerilogModule from, CoveragePoint point, long count) {
        boolean same = from.identity().equals(module.identity());
        if (!same && !from.shape().equals(module.shape())) {
            return;
        }
        built |= same;
        int offset = point.line() - from.firstLine();
        if (point.kind() != CoverageKind.TOGGLE) {
            forEachLine(point.lines(), line -> put(CoverageKind.LINE, line - from.firstLine(), "", count));
        }
        if (point.kind() == CoverageKind.BRANCH || same && point.kind() == CoverageKind.TOGGLE) {
            put(point.kind(), offset, VerilogModules.common(point.name()), count);
        }
    }

    private void put(CoverageKind kind, int offset, String name, long count) {
        counts.merge(new Item(kind, offset, name), count, Long::sum);
    }

    private static void forEachLine(String ranges, java.util.function.IntConsumer action) {
        for (String range : ranges.split(",")) {
            if (!range.isEmpty()) {
                int dash = range.indexOf('-');
                int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
                for (int line = from; line <= to; line++) {
                    action.accept(line);
                }
            }
        }
    }

    void forEach(BiConsumer<Item, Long> action) {
        counts.forEach(action);
    }

    /** What a waiver calls the item: a line, {@code if} or {@code else} and the line, or a signal with its bit. */
    String text(Item item) {
        return switch (item.kind()) {
            case LINE -> module.line(item.offset());
            case BRANCH -> item.name() + ": " + module.line(item.offset());
            case TOGGLE -> item.name();
        };
    }
}
