// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.Architecture;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** Whole DeiT-Tiny inferences of the golden model, one at a time on each processor: images per second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 3, time = 10)
@Threads(Threads.MAX)
public class GoldenVitBenchmark {
    private static final long SEED = 1;

    private GoldenVit golden;
    private byte[] patches;

    @Setup
    public void prepare() {
        VitShape shape = Architecture.DEIT_TINY.shape();
        golden = new GoldenVit(RandomQuantizedVit.of(shape, SEED));
        patches = new byte[shape.patches() * shape.patchDepth()];
        new Random(SEED).nextBytes(patches);
    }

    @Benchmark
    public int[] deitTiny() {
        return golden.forward(patches);
    }
}
