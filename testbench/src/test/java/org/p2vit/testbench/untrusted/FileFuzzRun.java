// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jazzer on one kind of file, with a small heap. */
final class FileFuzzRun {
    private static final int MOST_HEAP_MEGABYTES = 768;

    private final UntrustedFile kind;
    private final FuzzerProcess fuzzer;
    private final List<String> command;

    FileFuzzRun(UntrustedFile kind, Path folder) throws IOException {
        Path temporary = Files.createDirectories(folder.toAbsolutePath().resolve("tmp"));
        this.kind = kind;
        this.fuzzer = new FuzzerProcess(folder);
        this.command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + MOST_HEAP_MEGABYTES + "m",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FileFuzzer.class.getName(),
                "--target_args=" + kind.name(),
                "--instrumentation_includes=org.p2vit.**:org.snakeyaml.**:com.sun.imageio.**",
                "--reproducer_path=" + temporary,
                "-max_len=" + kind.mostBytes());
        Companions.write(temporary);
        List<byte[]> seeds = new ArrayList<>(Seeds.of(kind, temporary));
        seeds.addAll(KeptCorpus.of(kind));
        for (byte[] seed : seeds) {
            Files.write(fuzzer.corpus().resolve(KeptCorpus.name(seed)), seed);
        }
    }

    FileFuzzOutcome spend(int seconds) throws IOException, InterruptedException {
        fuzzer.spend(command, seconds);
        return fuzzer.outcome(kind.label(), kind.mostBytes());
    }

    /** Inputs that together reach all that the corpus reaches. */
    List<byte[]> minimised() throws IOException, InterruptedException {
        return fuzzer.minimised(command);
    }
}
