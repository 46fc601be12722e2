// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

/** How a run of the command line ended. The number is the process's exit status; scripts may rely on it. */
public enum ExitCode {
    OK(0, "the command did what was asked"),
    INTERNAL_ERROR(1, "a fault in p2vit itself; run again with --debug and report it"),
    USAGE(2, "an unknown command or option, or a value that does not fit it"),
    INVALID_INPUT(3, "a file, model or configuration that is absent or cannot be used; the message says why"),
    MISMATCH(
            4,
            "the simulated hardware and the golden model disagree, a unit wrote too few or too many words, or nothing was run or compared"),
    SIMULATION_STOPPED(5, "the simulated hardware hung or broke a bus protocol"),
    TOOL_MISSING(6, "an external tool is absent, too old or failed"),
    FILE_SYSTEM(7, "a file that is there could not be read, or one could not be written"),
    DESIGN_FAULT(8, "lint, synthesis, a proof or a disturbed run found a fault in the Verilog"),
    PROGRAM_FAILED(9, "the program that drove the simulated device failed; its own exit status is in the report"),
    OUT_OF_MEMORY(10, "more memory was needed than the Java machine may take; the message says how to allow more");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    /** The process's exit status. */
    public int status() {
        return status;
    }

    /** One line for the help text. */
    public String meaning() {
        return meaning;
    }
}
