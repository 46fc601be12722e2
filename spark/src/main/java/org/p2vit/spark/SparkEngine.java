// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.EngineException;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.Reduction;
import org.p2vit.quant.job.Work;

/**
 * Does jobs on Apache Spark. The work is broadcast once to each process, pieces travel in tasks, results come back in the
 * order of the pieces and are reduced here. Spark does a task again whose process was lost; pieces being functions, the
 * result is the same.
 */
public final class SparkEngine implements JobEngine {
    /** Pieces of a task if nobody says otherwise: about seconds of work, far more than a task costs. */
    private static final int PIECES_PER_TASK = 16;

    private static final int TASKS_PER_CORE = 4;
    private static final int LOOK_MS = 200;
    private static final String MASTER = "spark.master";

    private final JavaSparkContext context;
    private final ClusterWatch watch;
    private final OptionalInt partitions;

    private SparkEngine(JavaSparkContext context, OptionalInt partitions) {
        this.context = context;
        this.watch = new ClusterWatch(context);
        this.partitions = partitions;
    }

    /**
     * Connects. System properties that begin with {@code spark.} are settings of Spark, as {@code spark-submit} gives them.
     *
     * @param master as Spark writes it; {@code spark.master} if empty
     * @param partitions tasks of a job; if empty they have 16 pieces or fewer
     * @throws InvalidInputException if the master is malformed or missing
     * @throws EngineException if it does not answer
     */
    public static SparkEngine open(Optional<String> master, OptionalInt partitions) {
        SparkConf settings = new SparkConf();
        master.ifPresent(settings::setMaster);
        settings.setIfMissing("spark.app.name", "p2vit");
        settings.setIfMissing("spark.ui.enabled", "false");
        settings.setIfMissing("spark.ui.showConsoleProgress", "false");
        if (!settings.contains(MASTER)) {
            throw new InvalidInputException("Spark needs a master, such as --master local[2] or spark://host:7077.");
        }
        return new SparkEngine(connected(settings), partitions);
    }

    private static JavaSparkContext connected(SparkConf settings) {
        String master = settings.get(MASTER);
        if (StandaloneMaster.isNamedBy(master) && !StandaloneMaster.of(master).answers()) {
            throw new EngineException(
                    "no Spark master answers at " + master + "; see that it runs and that this machine may reach it",
                    null);
        }
        try {
            return new JavaSparkContext(settings);
        } catch (RuntimeException e) {
            throw SparkFailures.of("start", master, e);
        } catch (Exception e) { // Scala throws checked exceptions without saying so.
            throw SparkFailures.of("start", master, e);
        }
    }

    @Override
    public <P extends Serializable, R extends Serializable, T> T run(Job<P, R, T> job, ProgressListener progress) {
        int count = job.pieces().size();
        Reduction<R, T> reduction = job.reduction().get();
        if (count > 0) {
            results(job, count, progress).forEach(reduction::add);
        }
        return reduction.total();
    }

    private <P extends Serializable, R extends Serializable> List<R> results(
            Job<P, R, ?> job, int count, ProgressListener progress) {
        List<NumberedPiece<P>> pieces = IntStream.range(0, count)
                .mapToObj(index -> new NumberedPiece<>(index, job.pieces().get(index)))
                .toList();
        Broadcast<Work<P, R>> work = context.broadcast(job.work());
        try {
            JavaFutureAction<List<R>> results = context.parallelize(pieces, tasks(count))
                    .map(new PieceFunction<>(work, count))
                    .collectAsync();
            return await(job.name(), count, results, progress);
        } finally {
            undisturbed(work::destroy);
        }
    }

    private int tasks(int count) {
        int usual = Math.max(TASKS_PER_CORE * context.defaultParallelism(), count / PIECES_PER_TASK);
        return Math.min(count, partitions.orElse(usual));
    }

    private <R> R await(String job, int count, JavaFutureAction<R> results, ProgressListener progress) {
        try {
            while (true) {
                try {
                    R all = results.get(LOOK_MS, TimeUnit.MILLISECONDS);
                    progress.at(job, count, count);
                    return all;
                } catch (TimeoutException notYet) {
                    progress.at(job, watch.done(results.jobIds(), count), count);
                    watch.requireAlive(job);
                }
            }
        } catch (InterruptedException e) {
            results.cancel(true);
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while Spark worked");
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            throw SparkFailures.of(job, context.master(), e.getCause());
        } catch (EngineException e) {
            results.cancel(true);
            throw e;
        }
    }

    @Override
    public void close() {
        undisturbed(context::close);
    }

    /** Spark does not end what it began on a thread that is interrupted. */
    private static void undisturbed(Runnable ending) {
        boolean interrupted = Thread.interrupted();
        try {
            ending.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
