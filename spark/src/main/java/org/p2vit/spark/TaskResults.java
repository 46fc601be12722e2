// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Results of tasks on their way from Spark's thread, on which they come as tasks end, to the one that takes them in the
 * order of the tasks. Those that are early wait.
 */
final class TaskResults<R> extends AbstractFunction2<Object, List<R>, BoxedUnit> {
    private final BlockingQueue<Task<R>> arrived = new LinkedBlockingQueue<>();
    private final Map<Integer, List<R>> early = new HashMap<>();
    private int next;

    private record Task<R>(int number, List<R> results) {}

    /** Called by Spark. */
    @Override
    public BoxedUnit apply(Object task, List<R> results) {
        arrived.add(new Task<>((Integer) task, results));
        return BoxedUnit.UNIT;
    }

    /**
     * Hands on what is next, waiting for it a while.
     *
     * @return whether anything has come, in order or not
     */
    boolean take(int milliseconds, Consumer<R> sink) throws InterruptedException {
        Task<R> task = arrived.poll(milliseconds, TimeUnit.MILLISECONDS);
        if (task == null) {
            return false;
        }
        early.put(task.number, task.results);
        for (List<R> results = early.remove(next); results != null; results = early.remove(next)) {
            results.forEach(sink);
            next++;
        }
        return true;
    }

    /** Tasks that were handed on. */
    int taken() {
        return next;
    }
}
