// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.QuantizerOptions;
import org.p2vit.quant.calibration.Technique;
import picocli.CommandLine.Option;

/** Parts of the quantizer that are switched on or off. */
final class TechniqueOptions {
    @Option(
            names = "--with",
            paramLabel = "TECHNIQUE",
            description =
                    "A part of the quantizer that is not used by default, such as downstream-exponents; may be repeated.")
    private List<String> with = new ArrayList<>();

    @Option(
            names = "--without",
            paramLabel = "TECHNIQUE",
            description = "A part of the quantizer to leave out, such as smoothing; may be repeated.")
    private List<String> without = new ArrayList<>();

    /** @throws InvalidInputException if a technique is not known, or both used and left out */
    QuantizerOptions in(QuantizerOptions options) {
        with.stream().filter(without::contains).findFirst().ifPresent(name -> {
            throw new InvalidInputException("--with " + name + " and --without " + name + " contradict each other");
        });
        return options.with(techniques(with)).without(techniques(without));
    }

    /** What a report says behind the bits; empty if nothing is switched. */
    String text() {
        return list(" with ", with) + list(" without ", without);
    }

    private static String list(String before, List<String> names) {
        return names.isEmpty() ? "" : before + String.join(", ", names);
    }

    private static Technique[] techniques(List<String> names) {
        return names.stream().map(TechniqueOptions::technique).toArray(Technique[]::new);
    }

    private static Technique technique(String name) {
        return Arrays.stream(Technique.values())
                .filter(technique -> option(technique).equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The quantizer has no technique \"" + name + "\"; choose "
                        + Arrays.stream(Technique.values())
                                .map(TechniqueOptions::option)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static String option(Technique technique) {
        return technique.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
