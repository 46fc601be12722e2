// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.ConfigOption;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.compiler.BufferUse;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.deploy.ProgramFolder;
import org.p2vit.hw.deploy.ProgramManifest;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.QuantizedVit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit compile}: a quantized network to the files that a host loads. */
@Command(name = "compile", description = "Compile a quantized network to a program for a configuration.")
final class CompileCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--bundle",
            required = true,
            paramLabel = "FILE",
            description = "The quantized network, as quantize writes it.")
    private Path bundle;

    @Mixin
    private ConfigOption config;

    @FileUse(FileUse.Kind.OUTPUT_FOLDER)
    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "Where the files go.")
    private Path output;

    /** @param buffers how much of each buffer the network takes */
    record Result(String folder, ProgramManifest program, List<BufferUse> buffers) {}

    @Override
    protected Outcome execute() {
        AcceleratorConfig accelerator = config.load();
        QuantizedVit network = QuantizedBundle.read(bundle);
        List<BufferUse> buffers = NetworkCompiler.bufferUse(network.shape(), accelerator);
        Program program = NetworkCompiler.compile(network, accelerator);
        ProgramManifest manifest = ProgramFolder.write(program, network, accelerator, output);
        out().printf(
                        Locale.ROOT,
                        "%s for %s: %d commands %s, %d bytes; constants %d bytes%n",
                        bundle,
                        accelerator.name(),
                        program.first().commands().size(),
                        manifest.commandsPerUnit(),
                        manifest.program().bytes(),
                        manifest.constants().bytes());
        out().printf(Locale.ROOT, "%-14s %7s %7s%n", "buffer", "needed", "words");
        buffers.forEach(use -> out().printf(Locale.ROOT, "%-14s %7d %7d%n", use.buffer(), use.needed(), use.words()));
        out().println("wrote " + output);
        return Outcome.ok(new Result(output.toString(), manifest, buffers));
    }
}
