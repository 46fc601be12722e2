// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Does numbered pieces of work on several threads and hands on their results in order on the calling thread, so that
 * sums do not depend on the number of threads. Few results wait at a time.
 */
public final class OrderedWork {
    /** Takes the result of a piece of work. */
    @FunctionalInterface
    public interface Sink<T> {
        void accept(int index, T result);
    }

    private OrderedWork() {}

    /**
     * Does pieces 0 to {@code count} − 1 and hands their results to {@code sink} in this order.
     *
     * @throws CancellationException if this thread is interrupted; pieces that were begun are interrupted too
     */
    public static <T> void run(int threads, int count, IntFunction<T> work, Sink<T> sink) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, Math.max(1, count)), runnable -> {
            Thread thread = new Thread(runnable, "ordered work");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Queue<Future<T>> pending = new ArrayDeque<>();
            int started = 0;
            for (int index = 0; index < count; index++) {
                while (started < count && pending.size() < 2 * threads) {
                    int next = started++;
                    pending.add(pool.submit(() -> work.apply(next)));
                }
                sink.accept(index, result(pending.remove()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while waiting for work");
            cancelled.initCause(e);
            throw cancelled;
        }
    }
}
