// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.p2vit.cli.commands.Commands;
import org.p2vit.cli.options.NumberRanges;
import org.p2vit.cli.options.OptionTypes;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Failures;
import org.p2vit.cli.run.VersionProvider;
import org.p2vit.quant.storage.Scratch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line: {@link Commands} and what they have in common; exit codes are {@link ExitCode}. */
@Command(
        name = "p2vit",
        description = "Generates, programs and checks accelerators for fully quantized Vision Transformers.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
public final class Main {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean debug;

    private Main() {}

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // for the libraries; this project's own classes name it where it matters
        System.exit(run(args));
    }

    private static int run(String[] args) {
        PrintWriter err = utf8(System.err);
        try {
            return commandLine().setOut(utf8(System.out)).setErr(err).execute(args);
        } catch (RuntimeException | Error failure) {
            err.println("p2vit: " + Failures.message(failure));
            return Failures.exitCode(failure).status();
        }
    }

    /** What is printed is the same bytes whatever character set the machine names. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** The whole application, for {@link #main} and for tests that capture its output. */
    public static CommandLine commandLine() {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main);
        Commands.addTo(commandLine);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> main.explain(failure, command));
        commandLine.setParameterExceptionHandler((failure, args) -> explainUsage(failure));
        OptionTypes.registerIn(commandLine);
        NumberRanges.showIn(commandLine);
        commandLine
                .getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodeTable());
        return commandLine;
    }

    private int explain(Exception failure, CommandLine command) {
        if (debug) {
            failure.printStackTrace(command.getErr());
        }
        if (!Scratch.ending()) {
            command.getErr().println(command.getCommandName() + ": " + Failures.message(failure));
        }
        return Failures.exitCode(failure).status();
    }

    private static int explainUsage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        // Picocli begins some of its sentences so, and others not.
        String message = failure.getMessage().replaceFirst("^Error: ", "");
        command.getErr().println(name + ": " + Failures.printable(message));
        command.getErr().println("Try '" + name + " --help'.");
        return ExitCode.USAGE.status();
    }

    private static Map<String, String> exitCodeTable() {
        Map<String, String> table = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            table.put(Integer.toString(code.status()), code.meaning());
        }
        return table;
    }
}
