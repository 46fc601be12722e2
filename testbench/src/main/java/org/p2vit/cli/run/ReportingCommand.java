// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.p2vit.cli.options.FilePlan;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.Ineffective;
import org.p2vit.cli.options.InputNotes;
import org.p2vit.cli.options.NumberRanges;
import org.p2vit.quant.image.ImageFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * Base of every subcommand: measures, writes the {@code --json} report of a success and of a failure alike, and turns
 * the {@link Outcome} into the exit status.
 *
 * <p>A subcommand declares its options, calls the module that does the work in {@link #execute()}, prints what a person
 * wants to read to {@link #out()} and returns a record for machines. It is then listed in {@code Commands}.
 */
@Command(mixinStandardHelpOptions = true, versionProvider = VersionProvider.class)
public abstract class ReportingCommand implements Callable<Integer>, InputNotes {
    @Spec
    private CommandSpec spec;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result to FILE as JSON.")
    private Path json;

    @Option(
            names = "--commit",
            paramLabel = "NAME",
            defaultValue = "${env:P2VIT_COMMIT:-unknown}",
            description = "The sources that reports name; P2VIT_COMMIT of the environment if not given.")
    private String commit;

    private final List<String> assumed = new ArrayList<>();

    /** Does the work. Failures are thrown; {@link Failures} knows which exit code each has. */
    protected abstract Outcome execute();

    /** Options are looked at first: what they name must fit, must be apart, and must be there or possible. */
    @Override
    public final Integer call() {
        long start = System.nanoTime();
        ParseResult options = spec.commandLine().getParseResult();
        NumberRanges.check(spec, options);
        FilePlan files = FilePlan.of(spec, options);
        files.requireApart();
        Outcome outcome;
        try {
            files.requirePossible();
            outcome = execute();
            // The writer does not learn of errors of the stream below.
            if (out().checkError() | System.out.checkError()) {
                throw new UncheckedIOException(new IOException("standard output could not be written"));
            }
        } catch (RuntimeException failure) {
            reportFailure(failure, start);
            throw failure;
        } catch (Error failure) {
            ErrorInWork carried = new ErrorInWork(failure);
            reportFailure(carried, start);
            throw carried;
        }
        report(outcome.exitCode(), start, null, outcome.result());
        return outcome.exitCode().status();
    }

    /** Where the text for people goes; standard output, or a buffer in tests. */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Refuses an option that decides nothing beside others; see {@link Ineffective#refuse}. */
    protected final void refuseIneffective(String option, String because) {
        Ineffective.refuse(spec, option, because);
    }

    /** Says what of a folder of images is none. */
    @Override
    public final void leftOut(Path folder, ImageFolder.Listing listing) {
        if (!listing.leftOut().isEmpty()) {
            out().println(Failures.printable(folder + ": " + listing.text()));
        }
    }

    /** Prints what was assumed about a model, and reports it. */
    @Override
    public final void assumed(Path model, List<String> phrases) {
        phrases.forEach(phrase -> out().println(Failures.printable(model + ": assumed " + phrase)));
        assumed.addAll(phrases);
    }

    /** The sources that reports name. */
    protected final String commit() {
        return commit;
    }

    /** What to type at the root of the repository to run the same again. */
    protected final String invocation() {
        String arguments = spec.commandLine().getParseResult().originalArgs().stream()
                .map(argument ->
                        argument.matches("[\\w./:=,@+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return "java -jar testbench/target/p2vit.jar " + arguments;
    }

    /** The failure itself matters more to the user than an unwritable report of it. */
    private void reportFailure(RuntimeException failure, long start) {
        try {
            report(Failures.exitCode(failure), start, Failures.message(failure), null);
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
        }
    }

    private void report(ExitCode exitCode, long start, String error, Object result) {
        if (json != null) {
            double seconds = (System.nanoTime() - start) / 1e9;
            new CommandReport(
                            spec.name(),
                            VersionProvider.version(),
                            Origin.now(
                                    commit, spec.commandLine().getParseResult().originalArgs()),
                            exitCode,
                            exitCode.status(),
                            seconds,
                            error,
                            assumed,
                            result)
                    .writeTo(json);
        }
    }
}
