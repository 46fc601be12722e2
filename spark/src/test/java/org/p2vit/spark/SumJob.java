// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.util.stream.IntStream;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.Reduction;
import org.p2vit.quant.job.Work;

/** A sum of floats that depends on their order. */
final class SumJob implements Reduction<Double, Double> {
    static final int COUNT = 100;

    private double sum;

    private SumJob() {}

    static Job<Integer, Double, Double> of(Work<Integer, Double> work) {
        return new Job<>("adding", IntStream.range(0, COUNT).boxed().toList(), work, SumJob::new);
    }

    static double term(int piece) {
        return piece % 7 == 0 ? 1e15 : 0.1 * piece;
    }

    /** The sum in the order of the pieces. */
    static double expected() {
        double sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += term(i);
        }
        return sum;
    }

    @Override
    public void add(Double result) {
        sum += result;
    }

    @Override
    public Double total() {
        return sum;
    }
}
