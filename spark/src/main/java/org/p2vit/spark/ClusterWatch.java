// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.util.List;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;
import org.p2vit.quant.job.EngineException;

/** Asks Spark's scheduler how far a job is, and whether there is anybody left to do it. */
final class ClusterWatch {
    /** So long a standalone cluster may be without any process that works before its master is asked. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final JavaSparkContext context;
    private final JavaSparkStatusTracker tracker;
    private long lastWorker = System.nanoTime();

    ClusterWatch(JavaSparkContext context) {
        this.context = context;
        this.tracker = context.statusTracker();
    }

    /** How many pieces are done of a job with {@code count}, to the tasks that the scheduler knows to be. */
    long done(List<Integer> jobs, int count) {
        long done = 0;
        for (int job : jobs) {
            SparkJobInfo info = tracker.getJobInfo(job);
            for (int stage : info == null ? new int[0] : info.stageIds()) {
                SparkStageInfo state = tracker.getStageInfo(stage);
                done += state == null ? 0 : (long) count * state.numCompletedTasks() / state.numTasks();
            }
        }
        return Math.min(done, count);
    }

    /**
     * A standalone cluster whose master is gone still ends its work, but gets no process for one that is lost.
     *
     * @throws EngineException if nobody works and the master does not answer
     */
    void requireAlive(String job) {
        String master = context.master();
        // The driver is counted too.
        boolean works = context.sc().statusTracker().getExecutorInfos().length > 1;
        if (works || !StandaloneMaster.isNamedBy(master)) {
            lastWorker = System.nanoTime();
        } else if (System.nanoTime() - lastWorker > PATIENCE_NANOS) {
            if (!StandaloneMaster.of(master).answers()) {
                throw new EngineException(
                        "the Spark master " + master + " is lost, and no worker is left to do \"" + job
                                + "\"; start it again and repeat the command",
                        null);
            }
            lastWorker = System.nanoTime();
        }
    }
}
