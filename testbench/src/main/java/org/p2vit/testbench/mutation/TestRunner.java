// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Runs tests of this project on the thread of the caller; brought by the class path of the tests, found as a service. */
public interface TestRunner {
    /** Classes of tests that simulate Verilog of this project as it is generated. */
    List<String> classes();

    /**
     * Runs a class, or a single test by the name under which it was reported.
     *
     * @param finished told the name of each single test and why it failed, if it did
     */
    void run(String test, BiConsumer<String, Optional<String>> finished);

    /** Whether the test is one of the whole machine. */
    boolean isSystem(String test);
}
