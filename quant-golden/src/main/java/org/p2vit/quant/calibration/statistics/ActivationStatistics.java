// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.calibration.options.ScaleRounding;

/**
 * What calibration knows about the activations: per tensor the rounding errors by exponent, and per input of a linear
 * layer some sample rows. Tensors have the names of {@link org.p2vit.quant.reference.FloatForward}.
 */
public final class ActivationStatistics {
    private final Map<String, RoundingErrors> errors = new HashMap<>();
    private final Map<String, List<float[]>> rows = new HashMap<>();
    private final Map<String, Double> leastVariances = new HashMap<>();
    private final Map<String, Double> greatest = new HashMap<>();

    void put(String tensor, RoundingErrors tensorErrors) {
        errors.put(tensor, tensorErrors);
    }

    void putVariance(String tensor, double least) {
        leastVariances.put(tensor, least);
    }

    void putGreatest(String tensor, double magnitude) {
        greatest.put(tensor, magnitude);
    }

    void addRow(String tensor, float[] row) {
        rows.computeIfAbsent(tensor, name -> new ArrayList<>()).add(row);
    }

    /** Adds what other images gave; the sums depend on the order of the calls. */
    void merge(ActivationStatistics other) {
        other.errors.forEach((tensor, more) -> {
            RoundingErrors mine = errors.putIfAbsent(tensor, more);
            if (mine != null) {
                mine.merge(more);
            }
        });
        other.leastVariances.forEach((tensor, least) -> leastVariances.merge(tensor, least, Math::min));
        other.greatest.forEach((tensor, magnitude) -> greatest.merge(tensor, magnitude, Math::max));
        other.rows.forEach((tensor, more) ->
                rows.computeIfAbsent(tensor, name -> new ArrayList<>()).addAll(more));
    }

    boolean hasRows(String tensor) {
        return rows.containsKey(tensor);
    }

    public RoundingErrors errors(String tensor) {
        return errors.get(tensor);
    }

    /** The least variance of a row of the residual stream that a LayerNorm reads. */
    public double leastVariance(String tensor) {
        return leastVariances.get(tensor);
    }

    /** The greatest magnitude in a residual stream. */
    public double greatest(String tensor) {
        return greatest.get(tensor);
    }

    /** Exponent of a tensor that has one. */
    public int exponent(String tensor, ScaleRounding rounding) {
        return errors.get(tensor).exponent(0, rounding);
    }

    public List<float[]> rows(String tensor) {
        return rows.get(tensor);
    }
}
