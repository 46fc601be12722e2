// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import picocli.CommandLine.Option;

/** Parts of the quantizer that are switched on or off. */
final class TechniqueOptions {
    @Option(
            names = "--with",
            paramLabel = "TECHNIQUE",
            description =
                    "A part of the quantizer that is not used by default, such as downstream-exponents; may be repeated.")
    private List<Technique> with = new ArrayList<>();

    @Option(
            names = "--without",
            paramLabel = "TECHNIQUE",
            description = "A part of the quantizer to leave out, such as smoothing; may be repeated.")
    private List<Technique> without = new ArrayList<>();

    /** @throws UsageException if a technique is both used and left out */
    QuantizerOptions in(QuantizerOptions options) {
        with.stream().filter(without::contains).findFirst().ifPresent(both -> {
            throw new UsageException(
                    "--with " + name(both) + " and --without " + name(both) + " contradict each other");
        });
        return options.with(with.toArray(Technique[]::new)).without(without.toArray(Technique[]::new));
    }

    /** What a report says behind the bits; empty if nothing is switched. */
    String text() {
        return list(" with ", with) + list(" without ", without);
    }

    private static String list(String before, List<Technique> techniques) {
        return techniques.isEmpty()
                ? ""
                : before + techniques.stream().map(TechniqueOptions::name).collect(Collectors.joining(", "));
    }

    /** @throws InvalidInputException listing the known names if {@code name} is none of them */
    static Technique named(String name) {
        return Arrays.stream(Technique.values())
                .filter(technique -> name(technique).equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The quantizer has no technique \"" + name + "\"; choose "
                        + Arrays.stream(Technique.values())
                                .map(TechniqueOptions::name)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static String name(Technique technique) {
        return technique.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
