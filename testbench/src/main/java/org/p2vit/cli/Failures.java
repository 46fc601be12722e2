// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.accelerator.RunFailedException;
import org.p2vit.testbench.verilator.BuildException;
import org.p2vit.testbench.verilator.SimulationException;
import picocli.CommandLine.ParameterException;

/** The one table from exception types to exit codes, and the sentence a user reads. */
final class Failures {
    private static final Map<Class<? extends Throwable>, ExitCode> CODES = new LinkedHashMap<>();

    static {
        CODES.put(ParameterException.class, ExitCode.USAGE);
        CODES.put(InvalidInputException.class, ExitCode.INVALID_INPUT);
        CODES.put(NoSuchFileException.class, ExitCode.INVALID_INPUT);
        CODES.put(SimulationException.class, ExitCode.SIMULATION_STOPPED);
        CODES.put(RunFailedException.class, ExitCode.SIMULATION_STOPPED);
        CODES.put(BuildException.class, ExitCode.TOOL_MISSING);
        CODES.put(IOException.class, ExitCode.FILE_SYSTEM);
    }

    private Failures() {}

    /** The exit code of a failure; what the table does not know is a fault of ours. */
    static ExitCode exitCode(Throwable failure) {
        Throwable essential = essential(failure);
        return CODES.entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(essential))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ExitCode.INTERNAL_ERROR);
    }

    /** The message without class names, except where the class name is all there is. */
    static String message(Throwable failure) {
        Throwable essential = essential(failure);
        String text = essential.getMessage();
        if (essential instanceof NoSuchFileException) {
            return "no such file: " + text;
        }
        if (exitCode(essential) == ExitCode.INTERNAL_ERROR || text == null || essential instanceof IOException) {
            String name = essential.getClass().getSimpleName();
            return text == null ? name : name + ": " + text;
        }
        return text;
    }

    private static Throwable essential(Throwable failure) {
        return failure instanceof UncheckedIOException ? failure.getCause() : failure;
    }
}
