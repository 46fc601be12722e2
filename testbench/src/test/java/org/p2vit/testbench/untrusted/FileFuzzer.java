// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the fuzzer Jazzer calls, by names that it prescribes; it needs nothing of Jazzer itself. One process fuzzes one {@link UntrustedFile}, the
 * argument's.
 */
public final class FileFuzzer {
    private static final int MOST_SECONDS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static boolean warm;
    private static UntrustedFile kind;
    private static Path folder;

    private FileFuzzer() {}

    /** @param arguments the name of the kind */
    public static void fuzzerInitialize(String[] arguments) throws IOException {
        kind = UntrustedFile.valueOf(arguments[0]);
        folder = Files.createTempDirectory("untrusted");
        Companions.write(folder);
    }

    /** @throws IllegalStateException if the file takes more than {@value #MOST_SECONDS} seconds of processor time */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        long start = THREADS.getCurrentThreadCpuTime();
        kind.accepts(folder, input);
        double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
        // The first file pays for the loading of classes and their instrumentation.
        if (warm && seconds > MOST_SECONDS) {
            throw new IllegalStateException("took " + seconds + " s");
        }
        warm = true;
    }
}
