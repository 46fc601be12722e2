// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2vit.cli.options.UsageException;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.job.EngineException;
import org.p2vit.testbench.accelerator.RunFailedException;
import org.p2vit.testbench.verilator.BuildException;
import org.p2vit.testbench.verilator.SimulationException;
import picocli.CommandLine.ParameterException;

/** The one table from exception types to exit codes, and the sentence a user reads. */
public final class Failures {
    private static final Map<Class<? extends Throwable>, ExitCode> CODES = new LinkedHashMap<>();

    static {
        CODES.put(ParameterException.class, ExitCode.USAGE);
        CODES.put(UsageException.class, ExitCode.USAGE);
        CODES.put(InvalidInputException.class, ExitCode.INVALID_INPUT);
        CODES.put(InvalidPathException.class, ExitCode.INVALID_INPUT);
        CODES.put(NoSuchFileException.class, ExitCode.INVALID_INPUT);
        CODES.put(SimulationException.class, ExitCode.SIMULATION_STOPPED);
        CODES.put(RunFailedException.class, ExitCode.SIMULATION_STOPPED);
        CODES.put(BuildException.class, ExitCode.TOOL_MISSING);
        CODES.put(EngineException.class, ExitCode.TOOL_MISSING);
        CODES.put(IOException.class, ExitCode.FILE_SYSTEM);
        CODES.put(OutOfMemoryError.class, ExitCode.OUT_OF_MEMORY);
        CODES.put(StackOverflowError.class, ExitCode.OUT_OF_MEMORY);
    }

    /** Failures whose words come from a tool or from SpinalHDL, line by line. */
    private static final Set<ExitCode> OF_TOOLS =
            EnumSet.of(ExitCode.INTERNAL_ERROR, ExitCode.TOOL_MISSING, ExitCode.SIMULATION_STOPPED);

    private Failures() {}

    /**
     * The exit code of a failure; what the table does not know is a fault of ours. Refused input whose cause is that the file
     * system did not give it is a failure of the file system.
     */
    public static ExitCode exitCode(Throwable failure) {
        Throwable essential = essential(failure);
        if (essential instanceof InvalidInputException
                && essential.getCause() instanceof FileSystemException
                && !(essential.getCause() instanceof NoSuchFileException)) {
            return ExitCode.FILE_SYSTEM;
        }
        return CODES.entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(essential))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ExitCode.INTERNAL_ERROR);
    }

    /** The message without class names, except where the class name is all there is. */
    public static String message(Throwable failure) {
        Throwable essential = essential(failure);
        ExitCode code = exitCode(essential);
        String text = essential.getMessage();
        String name = essential.getClass().getSimpleName();
        if (code == ExitCode.OUT_OF_MEMORY) {
            return memory(essential);
        }
        if (essential instanceof NoSuchFileException) {
            return printable("no such file: " + text);
        }
        if (essential instanceof AccessDeniedException) {
            return printable("permission denied: " + text);
        }
        if (essential instanceof InvalidInputException refusal) {
            return refusal.lines().stream().map(Failures::printable).collect(Collectors.joining("\n  "));
        }
        String said = code == ExitCode.INTERNAL_ERROR && text != null ? name + ": " + text : text;
        if (OF_TOOLS.contains(code) && said != null) {
            return said.lines().map(Failures::printable).collect(Collectors.joining(System.lineSeparator()));
        }
        return printable(said == null ? name : said);
    }

    private static String memory(Throwable error) {
        if (error instanceof StackOverflowError) {
            return "the stack of the Java machine is too small for this input; java -Xss64m -jar … gives it more";
        }
        return String.format(
                Locale.ROOT,
                "out of memory (%s): the Java machine may take %d MiB; take a smaller network or fewer images, or allow more,"
                        + " as in java -Xmx8g -jar …, with make in the environment: JAVA_TOOL_OPTIONS=-Xmx8g",
                error.getMessage(),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    /**
     * The text with control characters as escapes, so that no name can move the cursor or begin a line of its own.
     */
    public static String printable(String text) {
        StringBuilder printed = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hidden =
                    Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.LINE_SEPARATOR;
            if (Character.isISOControl(c) || hidden) {
                printed.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                printed.append(c);
            }
        }
        return printed.toString();
    }

    private static Throwable essential(Throwable failure) {
        boolean wrapped = failure instanceof UncheckedIOException || failure instanceof ErrorInWork;
        return wrapped ? failure.getCause() : failure;
    }
}
