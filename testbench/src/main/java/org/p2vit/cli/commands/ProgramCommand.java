// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.cli.options.ConfigOption;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.UsageException;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.compiler.TensorSlice;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.CommandListing;
import org.p2vit.hw.program.CommandRules;
import org.p2vit.hw.program.EncodedCommand;
import org.p2vit.hw.program.EncodedProgram;
import org.p2vit.hw.program.MachineLimits;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.storage.BoundedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit program}: what the commands of a program say. */
@Command(
        name = "program",
        description = {
            "Check the commands of a program, and list them as text.",
            "Of a bundle the listing also names the tensor that each command makes."
        })
final class ProgramCommand extends ReportingCommand {
    /** Faults that are printed; of a file for another machine there are as many as commands. */
    private static final int MOST_SHOWN = 20;

    /** A hundred times the program of DeiT-Base. */
    private static final int MOST_BYTES = 1 << 26;

    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "A quantized network, compiled for the configuration; this or --program.")
    private Path bundle;

    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--program",
            paramLabel = "FILE",
            description = "program.bin, as compile writes it; this or --bundle.")
    private Path file;

    @Mixin
    private ConfigOption config;

    @Option(names = "--list", description = "Print every command.")
    private boolean list;

    @Option(names = "--unit", paramLabel = "UNIT", description = "With --list: only those of ${COMPLETION-CANDIDATES}.")
    private Unit unit;

    /**
     * What the hardware would refuse.
     *
     * @param index of the command, from 0 in its part
     */
    record Fault(int part, int index, String command, String fault) {}

    /**
     * @param commands of each part: the first image's, and every further one's
     * @param sealed whether the checksums are right
     */
    record Result(
            String config, List<Integer> commands, Map<Unit, Integer> perUnit, boolean sealed, List<Fault> faults) {}

    @Override
    protected Outcome execute() {
        if (unit != null && !list) {
            throw new UsageException("--unit chooses what --list prints; give both");
        }
        if ((bundle == null) == (file == null)) {
            throw new UsageException("give either --bundle or --program: whose commands are they?");
        }
        AcceleratorConfig accelerator = config.load();
        Program compiled = bundle == null ? null : NetworkCompiler.compile(QuantizedBundle.read(bundle), accelerator);
        EncodedProgram program =
                compiled == null ? read(file) : EncodedProgram.of(ByteBuffer.wrap(compiled.commandBytes()));
        CommandRules rules = new CommandRules(MachineLimits.of(accelerator));
        Map<Unit, Integer> perUnit = new EnumMap<>(Unit.class);
        List<Fault> faults = new ArrayList<>();
        for (int part = 0; part < program.parts().size(); part++) {
            List<EncodedCommand> commands = program.parts().get(part);
            for (int i = 0; i < commands.size(); i++) {
                EncodedCommand command = commands.get(i);
                String text = CommandListing.line(command);
                command.unit().ifPresent(one -> perUnit.merge(one, 1, Integer::sum));
                String fault = rules.fault(command).orElse(null);
                if (fault != null) {
                    faults.add(new Fault(part, i, text, fault));
                }
                if (list && (unit == null || command.unit().filter(unit::equals).isPresent())) {
                    out().printf(Locale.ROOT, "%d %5d  %s%s%n", part, i, text, made(compiled, part, i));
                }
            }
        }
        return outcome(new Result(
                accelerator.name(),
                program.parts().stream().map(List::size).toList(),
                perUnit,
                program.sealed(),
                faults));
    }

    private Outcome outcome(Result result) {
        out().printf(
                        Locale.ROOT,
                        "%s commands for %s %s; checksums %s%n",
                        result.commands(),
                        result.config(),
                        result.perUnit(),
                        result.sealed() ? "right" : "wrong");
        for (Fault fault : result.faults().stream().limit(MOST_SHOWN).toList()) {
            out().printf(
                            Locale.ROOT,
                            "part %d, command %d: %s; %s%n",
                            fault.part(),
                            fault.index(),
                            fault.fault(),
                            fault.command());
        }
        if (result.faults().size() > MOST_SHOWN) {
            out().printf(
                            Locale.ROOT,
                            "… and %d more commands, all in the report%n",
                            result.faults().size() - MOST_SHOWN);
        }
        boolean runs = result.sealed() && result.faults().isEmpty();
        return new Outcome(runs ? ExitCode.OK : ExitCode.INVALID_INPUT, result);
    }

    /** The tensor that a command of a bundle's program makes. */
    private static String made(Program program, int part, int index) {
        if (program == null) {
            return "";
        }
        TensorSlice slice =
                (part == 0 ? program.first() : program.further()).slices().get(index);
        return slice == null ? "" : "  # " + slice.tensor();
    }

    private static EncodedProgram read(Path file) {
        try {
            return EncodedProgram.of(ByteBuffer.wrap(BoundedFile.read(file, MOST_BYTES)));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(file + " is no program.bin: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
