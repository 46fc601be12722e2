// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.Locale;
import org.p2vit.cli.options.ConfigOption;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.hw.emit.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit rtl}: a configuration to Verilog, manifest and register map. */
@Command(name = "rtl", description = "Emit the Verilog, manifest and register map of a configuration.")
final class RtlCommand extends ReportingCommand {
    @Mixin
    private ConfigOption config;

    @FileUse(FileUse.Kind.OUTPUT_FOLDER)
    @Option(
            names = "--output",
            required = true,
            paramLabel = "FOLDER",
            description = "Where the files go; it is replaced as a whole.")
    private Path output;

    record Result(String folder, Manifest manifest) {}

    @Override
    protected Outcome execute() {
        Manifest manifest = Emitter.emit(config.load(), output);
        out().printf(
                        Locale.ROOT,
                        "%s (%s): %d multiply-accumulates per cycle, config hash %s%n",
                        manifest.config().name(),
                        manifest.config().grade(),
                        manifest.macsPerCycle(),
                        manifest.configHash());
        out().printf(
                        Locale.ROOT,
                        "%s, SHA-256 %s%n",
                        output.resolve(Emitter.VERILOG),
                        manifest.verilog().sha256());
        return Outcome.ok(new Result(output.toString(), manifest));
    }
}
