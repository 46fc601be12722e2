// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verification;

/** The checks that take longer than the test suite may, in the order of the page. A new one is added here. */
public enum LongCheck {
    FUZZ("fuzz", "random configurations, networks, memories"),
    FORMAL("formal", "proofs of cells and rules"),
    MUTATE("mutate", "faults planted in the Verilog"),
    COVERAGE("coverage", "what the whole suite runs through"),
    CHAOS("chaos", "errors, silence, resets and damage in mid-run"),
    WITNESS("witness", "an independent implementation of the contract"),
    FUZZ_FILES("fuzz-files", "damaged and hostile files");

    private final String label;
    private final String what;

    LongCheck(String label, String what) {
        this.label = label;
        this.what = what;
    }

    /** Name of the make target, the subcommand if there is one, and the report. */
    public String label() {
        return label;
    }

    /** What it looks at, in a few words. */
    public String what() {
        return what;
    }
}
