// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.performance.WeightBits;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The network whose cost a command predicts: one's own, or a known architecture, as the values of weights do not matter to the schedule. */
public final class NetworkChoice {
    private static final long SEED = 1;

    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(names = "--bundle", paramLabel = "FILE", description = "A quantized network, instead of --arch.")
    private Path bundle;

    @Mixin
    private ArchitectureOption architecture;

    @Option(
            names = "--weights",
            paramLabel = "BITS",
            description = "Bits of the weights inside blocks of --arch: 8, 4 or mixed; 8 if not given.")
    private WeightBits weights;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What to call it. */
    public String label() {
        return bundle != null ? bundle.toString() : architecture.label();
    }

    /** The network, with attention as {@code config} has it where that can be chosen. */
    public QuantizedVit network(AcceleratorConfig config) {
        if (bundle == null) {
            return (weights == null ? WeightBits.EIGHT : weights)
                    .network(
                            architecture.architecture().shape(),
                            config.attention().coding(),
                            SEED);
        }
        Ineffective.refuse(command, "--weights", "on --bundle, whose layers have bits of their own");
        Ineffective.refuse(command, "--arch", "beside --bundle");
        return QuantizedBundle.read(bundle);
    }
}
