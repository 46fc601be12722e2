// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.Locale;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.search.BitTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Into which integers a network is quantized: the same words for a bundle and for an evaluation of it. */
public final class PrecisionOptions {
    @Mixin
    private BitsOption bits;

    @Mixin
    private LayersOption layers;

    @Mixin
    private PruningOption pruning;

    @Mixin
    private TechniqueOptions techniques;

    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--bit-table",
            paramLabel = "FILE",
            description = "Bits or kinds of the layers, as search writes them; --bits may not contradict them.")
    private Path bitTable;

    /**
     * @param usual what holds where nothing is said
     * @throws InvalidInputException naming both if two of the options contradict each other
     */
    public QuantizerOptions options(QuantizerOptions usual) {
        QuantizerOptions plain = pruning.in(techniques.in(usual.withBits(bits.widths())));
        if (bitTable == null) {
            return layers.in(plain);
        }
        BitTable table = BitTable.read(bitTable);
        QuantizerOptions options = table.in(plain);
        if (bits.given() && !options.bits().equals(plain.bits())) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "--bits is %s, but %s gives weights that it does not name %d bits; write --bits %s",
                    plain.bits(),
                    bitTable,
                    table.weightBits(),
                    options.bits()));
        }
        return layers.in(options);
    }

    /** @throws InvalidInputException if {@code --config} cannot run networks of this shape */
    public void require(VitShape shape) {
        bits.require(shape);
    }

    /** What a report says of {@code options}: the bits first, then whatever else was said. */
    public String text(QuantizerOptions options) {
        return options.bits()
                + (bitTable == null ? "" : " with " + bitTable.getFileName())
                + layers.text()
                + pruning.text()
                + techniques.text();
    }
}
