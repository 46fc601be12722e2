// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.exchange.NumpyNetwork;
import org.p2vit.quant.model.QuantizedVit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2vit import}: the way back from {@code export --format npz}. */
@Command(
        name = "import",
        description =
                "Read a quantized network from an archive of NumPy arrays, as export writes it, and write its bundle.")
final class ImportCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(names = "--npz", required = true, paramLabel = "FILE", description = "The archive.")
    private Path archive;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The bundle to write.")
    private Path output;

    /** @param network its sizes */
    record Result(String bundle, String network) {}

    @Override
    protected Outcome execute() {
        QuantizedVit network = NumpyNetwork.read(archive);
        QuantizedBundle.write(network, output);
        out().println("wrote " + output + ": " + network.shape().text());
        return Outcome.ok(new Result(output.toString(), network.shape().text()));
    }
}
