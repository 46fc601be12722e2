// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.p2vit.quant.job.EngineProvider;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.LocalEngine;
import org.p2vit.quant.job.ResumableEngine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where the work is done, of commands whose work is a job. */
public final class EngineOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--engine",
            defaultValue = LocalEngine.NAME,
            paramLabel = "NAME",
            description = "What does the work: local, threads of this process, or spark, Apache Spark, with the same"
                    + " result; ${DEFAULT-VALUE} if not given.")
    private String engine;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Where Spark runs: local[2], spark://host:7077, yarn, k8s://https://host:443; if not given"
                    + " what spark-submit was told.")
    private String master;

    @Bounds(min = 1, max = 1_000_000)
    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Tasks of Spark that the work is divided into; it changes no result. If not given a task has"
                    + " 16 pieces or fewer.")
    private Integer partitions;

    /**
     * Checks the choice before any work.
     *
     * @throws UsageException if there is no such engine on the class path
     */
    public void require() {
        if (isLocal()) {
            Ineffective.refuse(command, "--master", "without --engine spark");
            Ineffective.refuse(command, "--partitions", "without --engine spark");
        } else {
            provider();
        }
    }

    /**
     * The engine, ready to work.
     *
     * @param threads of the local engine
     * @param cache folder in which finished pieces are kept, null for none
     */
    public ResumableEngine open(int threads, Path cache) {
        return new ResumableEngine(open(threads), Optional.ofNullable(cache).map(folder -> folder.resolve("jobs")));
    }

    /** The same; nothing is kept. */
    public JobEngine open(int threads) {
        return isLocal()
                ? new LocalEngine(threads)
                : provider()
                        .open(
                                Optional.ofNullable(master),
                                partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions));
    }

    /** The same for pieces that use many threads themselves: here one at a time. */
    public JobEngine openForLarge() {
        return open(1);
    }

    /** Threads of such a piece, of those that this machine has; on Spark a core does one. */
    public int threadsOfLarge(int threads) {
        return isLocal() ? threads : 1;
    }

    private boolean isLocal() {
        return engine.equals(LocalEngine.NAME);
    }

    private EngineProvider provider() {
        List<EngineProvider> found = ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return found.stream()
                .filter(one -> one.name().equals(engine))
                .findFirst()
                .orElseThrow(() -> new UsageException("--engine " + engine + " is not on the class path; there is "
                        + Stream.concat(
                                        Stream.of(LocalEngine.NAME),
                                        found.stream().map(EngineProvider::name))
                                .collect(Collectors.joining(" and "))
                        + ". Spark is there with make … ENGINE=spark, or as doc/spark.md shows."));
    }
}
