// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.bundle.BundleCache;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.exchange.CModel;
import org.p2vit.quant.exchange.NumpyNetwork;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.workload.GlyphDemo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2vit export}: a quantized network for other programs. */
@Command(
        name = "export",
        description = {
            "Write a quantized network in a form that other programs read.",
            "c99 is one file of source that computes its logits bit for bit; npz is an archive of NumPy arrays."
        })
final class ExportCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "The quantized network, as quantize writes it; the built-in demo if not given.")
    private Path bundle;

    @FileUse(FileUse.Kind.STORE)
    @Option(names = "--cache", paramLabel = "FOLDER", description = "Keep the demo's bundle here between runs.")
    private Path cache;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}.")
    private Format format;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output;

    /** What a network can be written as. */
    enum Format {
        C99(CModel::write),
        NPZ(NumpyNetwork::write);

        private final BiConsumer<QuantizedVit, Path> writer;

        Format(BiConsumer<QuantizedVit, Path> writer) {
            this.writer = writer;
        }

        /** As the command line has it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param network what was exported */
    record Result(String network, String format, String file) {}

    @Override
    protected Outcome execute() {
        QuantizedVit network;
        if (bundle == null) {
            try (Progress progress = Progress.onTerminal()) {
                network = new GlyphDemo(AttentionCoding.LOG2)
                        .network(new BundleCache(Optional.ofNullable(cache)), progress);
            }
        } else {
            refuseIneffective("--cache", "on --bundle, which is quantized already");
            network = QuantizedBundle.read(bundle);
        }
        format.writer.accept(network, output);
        String name = bundle == null ? GlyphDemo.NAME : bundle.toString();
        out().println("wrote " + name + " as " + format + " to " + output);
        return Outcome.ok(new Result(name, format.toString(), output.toString()));
    }
}
