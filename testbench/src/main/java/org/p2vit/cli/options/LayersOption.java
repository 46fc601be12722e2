// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.model.LayerKind;
import picocli.CommandLine.Option;

/** Layers of other kinds than {@code --bits} says. */
public final class LayersOption {
    @Option(
            names = "--layers",
            split = ",",
            paramLabel = "LAYER=KIND",
            description =
                    "Kinds of layers, e.g. fc2=8s2:4,blocks.0.qkv=4: bits of the weights, 8 or 4, and after s how many of"
                            + " consecutive inputs have weights that are not 0, 3:4, 4:8 or 2:4. A layer without block is"
                            + " that of every block, all stands for layers not named. Without --calibration the greatest"
                            + " weights are kept. A later entry and the more exact name win; what --bit-table says is replaced.")
    private List<String> layers = new ArrayList<>();

    /**
     * @return options with these kinds added to theirs
     * @throws InvalidInputException naming an entry that is none
     */
    public QuantizerOptions in(QuantizerOptions options) {
        Map<String, LayerKind> kinds = new TreeMap<>(options.layers());
        for (String entry : layers) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new InvalidInputException(
                        "--layers has \"" + entry + "\"; write LAYER=KIND, e.g. fc2=8s2:4 or blocks.0.qkv=4");
            }
            kinds.put(entry.substring(0, equals), LayerKind.parse(entry.substring(equals + 1)));
        }
        return options.withLayers(kinds);
    }

    /** What a report says behind the bits; empty if nothing was said. */
    public String text() {
        return layers.isEmpty() ? "" : " with " + String.join(", ", layers);
    }
}
