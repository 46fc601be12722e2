// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.p2vit.quant.kernel.LinearKernel;

/**
 * The int8 products of DeiT-Tiny on one thread: the golden kernel, and ONNX Runtime's {@code MatMulInteger} on the same
 * numbers. The counter {@code macs} in operations per nanosecond is GMAC/s; divided by {@code cpu}, the share of time that
 * the thread had a processor, it is what it would be on a machine with nothing else to do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Int8GemmBenchmark {
    private static final int TOKENS = 197;
    private static final long SEED = 1;

    /** Inputs x outputs of q, k, v and proj; of fc1; of fc2. */
    @Param({"192x192", "192x768", "768x192"})
    public String layer;

    private int inputs;
    private int outputs;
    private byte[] activations;
    private byte[] weights;
    private MatMulIntegerSession runtime;

    /** Multiply-accumulates done, and nanoseconds of processor time taken for them. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Work {
        public long macs;
        public long cpu;

        private static long cpuTime() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }

    @Setup(Level.Trial)
    public void prepare() {
        String[] sides = layer.split("x");
        inputs = Integer.parseInt(sides[0]);
        outputs = Integer.parseInt(sides[1]);
        Random random = new Random(SEED);
        activations = new byte[TOKENS * inputs];
        weights = new byte[outputs * inputs];
        random.nextBytes(activations);
        random.nextBytes(weights);
        runtime = new MatMulIntegerSession(activations, TOKENS, inputs, weights, outputs);
        if (!Arrays.equals(golden(new Work()), runtime.run())) {
            throw new IllegalStateException("the two products differ");
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        runtime.close();
    }

    @Benchmark
    public int[] golden(Work work) {
        return counted(work, () -> LinearKernel.accumulate(activations, TOKENS, inputs, weights, outputs));
    }

    @Benchmark
    public int[] onnxRuntime(Work work) {
        return counted(work, runtime::run);
    }

    private int[] counted(Work work, Supplier<int[]> product) {
        long start = Work.cpuTime();
        int[] result = product.get();
        work.cpu += Work.cpuTime() - start;
        work.macs += (long) TOKENS * inputs * outputs;
        return result;
    }
}
