// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.spark.FutureAction;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.EngineException;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.Reduction;
import org.p2vit.quant.job.Work;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Does jobs on Apache Spark. The work is broadcast once to each process, pieces travel in tasks, results come back as
 * tasks end and are reduced here, in the order of the pieces. Spark does a task again whose process was lost; pieces being functions, the
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
            reduce(job, count, reduction, progress);
        }
        return reduction.total();
    }

    private <P extends Serializable, R extends Serializable> void reduce(
            Job<P, R, ?> job, int count, Reduction<R, ?> reduction, ProgressListener progress) {
        List<NumberedPiece<P>> pieces = IntStream.range(0, count)
                .mapToObj(index -> new NumberedPiece<>(index, job.pieces().get(index)))
                .toList();
        Broadcast<Work<P, R>> work = context.broadcast(job.work());
        try {
            RDD<NumberedPiece<P>> tasks =
                    context.parallelize(pieces, tasks(count)).rdd();
            TaskResults<R> results = new TaskResults<>();
            SimpleFutureAction<BoxedUnit> running = context.sc()
                    .submitJob(
                            tasks,
                            new PieceFunction<>(work, count),
                            numbers(tasks.getNumPartitions()),
                            results,
                            () -> BoxedUnit.UNIT);
            take(job.name(), count, tasks.getNumPartitions(), running, results, reduction, progress);
        } finally {
            undisturbed(work::destroy);
        }
    }

    private int tasks(int count) {
        int usual = Math.max(TASKS_PER_CORE * context.defaultParallelism(), count / PIECES_PER_TASK);
        return Math.min(count, partitions.orElse(usual));
    }

    private static Seq<Object> numbers(int tasks) {
        List<Object> numbers =
                IntStream.range(0, tasks).<Object>mapToObj(Integer::valueOf).toList();
        return CollectionConverters.asScala(numbers).toSeq();
    }

    /** Reduces results as they come, on this thread. */
    private <R> void take(
            String job,
            int count,
            int tasks,
            FutureAction<?> running,
            TaskResults<R> results,
            Reduction<R, ?> reduction,
            ProgressListener progress) {
        boolean complete = false;
        try {
            while (results.taken() < tasks) {
                if (!results.take(LOOK_MS, reduction::add)) {
                    requireNoFailure(job, running);
                    watch.requireAlive(job);
                }
                progress.at(job, watch.done(jobIds(running), count), count);
            }
            progress.at(job, count, count);
            complete = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while Spark worked");
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            if (!complete) {
                undisturbed(running::cancel);
            }
        }
    }

    private void requireNoFailure(String job, FutureAction<?> running) {
        if (running.isCompleted() && running.value().get().isFailure()) {
            throw SparkFailures.of(
                    job, context.master(), running.value().get().failed().get());
        }
    }

    private static List<Integer> jobIds(FutureAction<?> running) {
        return CollectionConverters.asJava(running.jobIds()).stream()
                .map(Integer.class::cast)
                .toList();
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
