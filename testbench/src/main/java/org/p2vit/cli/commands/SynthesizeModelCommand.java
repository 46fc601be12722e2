// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.p2vit.cli.options.AnyNumber;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.Architecture;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.SafetensorsWriter;
import org.p2vit.quant.weights.SyntheticCheckpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2vit synthesize-model}: weights of the right shape where no trained ones are at hand. */
@Command(
        name = "synthesize-model",
        description = "Write untrained weights with the spreads of trained ones, as a safetensors file.")
final class SynthesizeModelCommand extends ReportingCommand {
    @Option(
            names = "--arch",
            defaultValue = "deit-tiny",
            paramLabel = "NAME",
            description =
                    "deit-tiny, deit-small, deit-base, each also with -distilled, vit-small or vit-base; ${DEFAULT-VALUE} if not given.")
    private Architecture architecture;

    @AnyNumber
    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "The same seed gives the same file; ${DEFAULT-VALUE} if not given.")
    private long seed;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The safetensors file to write.")
    private Path output;

    @Bounds(min = 1, max = 4096)
    @Option(names = "--image-size", paramLabel = "N", description = "Pixels of a side, instead of the architecture's.")
    private Integer imageSize;

    @Bounds(min = 1, max = 4)
    @Option(names = "--channels", paramLabel = "N", description = "1 or 3, instead of the architecture's.")
    private Integer channels;

    @Bounds(min = 1, max = 1024)
    @Option(names = "--patch", paramLabel = "N", description = "Pixels of a patch's side.")
    private Integer patch;

    @Bounds(min = 1, max = 16384)
    @Option(names = "--dim", paramLabel = "N", description = "Channels of the residual stream.")
    private Integer dim;

    @Bounds(min = 1, max = 256)
    @Option(names = "--depth", paramLabel = "N", description = "Blocks.")
    private Integer depth;

    @Bounds(min = 1, max = 1024)
    @Option(names = "--heads", paramLabel = "N", description = "Attention heads.")
    private Integer heads;

    @Bounds(min = 1, max = 65536)
    @Option(names = "--mlp-dim", paramLabel = "N", description = "Hidden channels of the MLP.")
    private Integer mlpDim;

    @Bounds(min = 1, max = 65536)
    @Option(names = "--classes", paramLabel = "N", description = "Classes.")
    private Integer classes;

    @Option(names = "--distilled", description = "With a distillation token and a second head.")
    private boolean distilled;

    @Bounds(min = 0, max = VitShape.MOST_REGISTERS)
    @Option(names = "--registers", defaultValue = "0", paramLabel = "N", description = "Register tokens.")
    private int registers;

    @Option(names = "--no-final-norm", description = "Without a norm between the last block and the head.")
    private boolean noFinalNorm;

    @Option(
            names = "--readout",
            paramLabel = "NAME",
            description = "What the head reads: norm, direct (as --no-final-norm), or the mean of the patches:"
                    + " mean-norm, norm-mean, mean; instead of the architecture's.")
    private Readout readout;

    @Option(names = "--no-class-token", description = "Without a class token; the head reads a mean of the patches.")
    private boolean noClassToken;

    @Option(
            names = "--activation",
            defaultValue = "gelu",
            paramLabel = "NAME",
            description = "Of the MLPs: gelu, gelu_tanh, quick_gelu or relu; ${DEFAULT-VALUE} if not given.")
    private Activation activation;

    /** @param bytes size of the file */
    record Result(String file, VitShape shape, long seed, long bytes) {}

    @Override
    protected Outcome execute() {
        VitShape shape = shape(architecture.shape());
        try {
            SafetensorsWriter.write(output, new SyntheticCheckpoint(shape, seed));
            long bytes = Files.size(output);
            out().printf(Locale.ROOT, "wrote %s, %d bytes: %s%n", output, bytes, shape);
            return Outcome.ok(new Result(output.toString(), shape, seed, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private VitShape shape(VitShape named) {
        return new VitShape(
                        or(imageSize, named.imageHeight()),
                        or(imageSize, named.imageWidth()),
                        or(channels, named.channels()),
                        or(patch, named.patch()),
                        or(dim, named.dim()),
                        or(depth, named.depth()),
                        or(heads, named.heads()),
                        or(mlpDim, named.mlpDim()),
                        or(classes, named.classes()))
                .with(noFinalNorm ? Readout.DIRECT : or(readout, noClassToken ? Readout.MEAN_NORM : named.readout()))
                .with(distilled ? 2 : noClassToken ? 0 : named.classTokens(), registers)
                .with(activation);
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
