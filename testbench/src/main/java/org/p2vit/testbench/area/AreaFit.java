// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.area;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.p2vit.hw.estimate.AreaTable;
import org.p2vit.hw.estimate.AreaTable.Part;
import org.p2vit.hw.estimate.UnitTerms;

/**
 * What parts of units take, from what units of several machines took. Errors count in relation to the unit, so that small machines
 * have a say beside large ones; what is below {@value #FLOOR} hardly counts.
 */
public final class AreaFit {
    private static final double FLOOR = 300;

    /** A unit's parts, and what they took together. */
    private record Sample(UnitTerms unit, Part took) {}

    private AreaFit() {}

    /** The table that comes nearest to all of {@code machines}. */
    public static AreaTable of(List<MeasuredArea> machines) {
        Map<String, List<Sample>> kinds = new LinkedHashMap<>();
        for (MeasuredArea machine : machines) {
            for (UnitTerms unit : UnitTerms.of(machine.config())) {
                Part took = machine.units().get(unit.unit());
                if (took != null) {
                    kinds.computeIfAbsent(unit.kind(), none -> new ArrayList<>())
                            .add(new Sample(unit, took));
                }
            }
        }
        AreaTable table = new AreaTable();
        kinds.forEach((kind, samples) -> {
            Set<String> parts = new TreeSet<>();
            samples.forEach(sample -> parts.addAll(sample.unit().counts().keySet()));
            double[] luts = solve(samples, parts, Part::lut);
            double[] ffs = solve(samples, parts, Part::ff);
            int at = 0;
            for (String part : parts) {
                table.put(kind, part, new Part(rounded(luts[at]), rounded(ffs[at])));
                at++;
            }
        });
        return table;
    }

    private static double[] solve(List<Sample> samples, Set<String> parts, ToDoubleFunction<Part> resource) {
        List<double[]> rows = new ArrayList<>();
        double[] sums = new double[samples.size()];
        for (int i = 0; i < sums.length; i++) {
            Map<String, Long> counts = samples.get(i).unit().counts();
            double took = resource.applyAsDouble(samples.get(i).took());
            double weight = 1 / (took + FLOOR);
            rows.add(parts.stream()
                    .mapToDouble(part -> weight * counts.getOrDefault(part, 0L))
                    .toArray());
            sums[i] = weight * took;
        }
        return LeastSquares.nonNegative(rows, sums);
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3f", value));
    }
}
