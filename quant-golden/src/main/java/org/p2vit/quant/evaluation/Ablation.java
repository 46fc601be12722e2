// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.p2vit.quant.calibration.options.PruningRule;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;

/** The forms of the quantizer that an ablation compares. */
public final class Ablation {
    /** What every way of rounding is combined with. */
    private static final List<Technique> COMBINED =
            List.of(Technique.CHANNEL_WEIGHTS, Technique.SMOOTHING, Technique.ERROR_PROPAGATION);

    private Ablation() {}

    /**
     * A form.
     *
     * @param rounding of scales
     * @param without techniques that are off
     * @param with techniques that are on and usually not
     * @param pruning of sparse layers; null if it is as usual
     */
    public record Variant(ScaleRounding rounding, Set<Technique> without, Set<Technique> with, PruningRule pruning)
            implements Serializable {
        public Variant {
            without = Set.copyOf(without);
            with = Set.copyOf(with);
        }

        Variant(ScaleRounding rounding, Set<Technique> without) {
            this(rounding, without, Set.of(), null);
        }

        public QuantizerOptions in(QuantizerOptions options) {
            return options.withRounding(rounding)
                    .withPruning(pruning == null ? options.pruning() : pruning)
                    .without(without.toArray(Technique[]::new))
                    .with(with.toArray(Technique[]::new));
        }

        @Override
        public String toString() {
            return text(rounding)
                    + list(" without ", without)
                    + list(" with ", with)
                    + (pruning == null ? "" : " pruned by " + text(pruning));
        }

        private static String list(String before, Set<Technique> techniques) {
            return techniques.isEmpty()
                    ? ""
                    : techniques.stream().sorted().map(Variant::text).collect(Collectors.joining(", ", before, ""));
        }

        private static String text(Enum<?> name) {
            return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Every rounding as usual and with one technique off; with adaptive rounding each technique the other way. */
    public static List<Variant> oneByOne() {
        Set<Variant> variants = new LinkedHashSet<>();
        for (ScaleRounding rounding : ScaleRounding.values()) {
            variants.add(new Variant(rounding, Set.of()));
            COMBINED.forEach(technique -> variants.add(new Variant(rounding, Set.of(technique))));
        }
        for (Technique technique : Technique.values()) {
            variants.add(
                    QuantizerOptions.DEFAULT.has(technique)
                            ? new Variant(ScaleRounding.ADAPTIVE, Set.of(technique))
                            : new Variant(ScaleRounding.ADAPTIVE, Set.of(), Set.of(technique), null));
        }
        return List.copyOf(variants);
    }

    /** What sparse layers lose with the rules that do not compensate. */
    public static List<Variant> pruning() {
        return Stream.of(PruningRule.WANDA, PruningRule.MAGNITUDE)
                .map(rule -> new Variant(ScaleRounding.ADAPTIVE, Set.of(), Set.of(), rule))
                .toList();
    }

    /** Every rounding with every subset of the combined techniques, and what {@link #oneByOne} has. */
    public static List<Variant> all() {
        Set<Variant> variants = new LinkedHashSet<>();
        for (ScaleRounding rounding : ScaleRounding.values()) {
            for (int subset = 0; subset < 1 << COMBINED.size(); subset++) {
                List<Technique> off = new ArrayList<>();
                for (int i = 0; i < COMBINED.size(); i++) {
                    if ((subset >> i & 1) != 0) {
                        off.add(COMBINED.get(i));
                    }
                }
                variants.add(new Variant(rounding, Set.copyOf(off)));
            }
        }
        variants.addAll(oneByOne());
        return List.copyOf(variants);
    }
}
