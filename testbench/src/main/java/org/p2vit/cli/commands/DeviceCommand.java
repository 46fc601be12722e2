// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.AnyNumber;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.ConfigOption;
import org.p2vit.cli.options.DramOptions;
import org.p2vit.cli.options.RtlOption;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.quant.storage.Scratch;
import org.p2vit.testbench.accelerator.AcceleratorModel;
import org.p2vit.testbench.bus.Dram;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.device.DeviceRuns;
import org.p2vit.testbench.device.DeviceServer;
import org.p2vit.testbench.device.SimulatedDevice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code p2vit device}: the simulated accelerator for a program that drives it. */
@Command(
        name = "device",
        description = {
            "Run a program with the simulated accelerator as its device.",
            "The program finds it by the environment variable " + DeviceServer.ENVIRONMENT + ".",
            "The command ends with 0 if the program does, the device has completed a run, and every unit wrote as many words as the"
                    + " commands in memory ask for. Whether they are right, the program has to see."
        })
final class DeviceCommand extends ReportingCommand {
    private static final int MIB = 1 << 20;
    private static final int MOST_MIB = 2047;

    @Mixin
    private ConfigOption config;

    @Bounds(min = 1, max = MOST_MIB)
    @Option(
            names = "--memory",
            defaultValue = "128",
            paramLabel = "MIB",
            description = "Size of the memory; ${DEFAULT-VALUE} if not given.")
    private int memory;

    @AnyNumber
    @Option(
            names = "--seed",
            defaultValue = "4",
            paramLabel = "N",
            description = "Of the DRAM's pauses and of registers without a reset; ${DEFAULT-VALUE} if not given.")
    private long seed;

    @Mixin
    private DramOptions dram;

    @Mixin
    private RtlOption rtl;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The program and its arguments, after --.")
    private List<String> command;

    /**
     * @param status the program's exit status
     * @param runs what the device did
     */
    record Result(String config, List<String> command, int status, DeviceRuns runs) {}

    @Override
    protected Outcome execute() {
        AcceleratorConfig accelerator = config.load();
        Path emitted = rtl.folder().resolve(accelerator.name());
        Emitter.emit(accelerator, emitted);
        try {
            // In the system's folder: the path of a socket must be short.
            Path folder = Scratch.folder(Path.of(System.getProperty("java.io.tmpdir")));
            try {
                Result result = run(accelerator, emitted, folder);
                out().println(result.runs() + (result.runs().passed() ? "" : "; " + new Repeat(seed, invocation())));
                if (result.status() != 0) {
                    out().printf(Locale.ROOT, "%s ended with status %d%n", command.get(0), result.status());
                }
                return outcome(result);
            } finally {
                Scratch.remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the program says of itself comes first. */
    static Outcome outcome(Result result) {
        ExitCode ofRuns = result.runs().passed() ? ExitCode.OK : ExitCode.MISMATCH;
        return new Outcome(result.status() == 0 ? ofRuns : ExitCode.PROGRAM_FAILED, result);
    }

    private Result run(AcceleratorConfig accelerator, Path emitted, Path folder) throws IOException {
        Dram shared = Dram.inFile(folder.resolve(DeviceServer.MEMORY), memory * MIB, address(accelerator));
        try (SimulatedDevice device = new SimulatedDevice(
                AcceleratorModel.build(emitted.resolve(Emitter.VERILOG), accelerator),
                accelerator,
                shared,
                dram.timing(seed),
                seed)) {
            int status;
            try (DeviceServer server = new DeviceServer(device, folder)) {
                status = server.run(command, out()::println);
            }
            return new Result(accelerator.name(), command, status, device.runs());
        }
    }

    /** Not 0, and above 32 bits where there are more, so that a driver cannot mistake one address for another. */
    private static long address(AcceleratorConfig accelerator) {
        return 1L << accelerator.control().addressBits() - 1;
    }
}
