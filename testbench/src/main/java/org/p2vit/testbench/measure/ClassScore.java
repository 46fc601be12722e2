// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.measure;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.testbench.workload.Workload;

/**
 * What a network thinks of one class.
 *
 * @param name empty if the network has none
 * @param probability by softmax, for people: nothing is compared with it
 */
public record ClassScore(int index, String name, double probability) {
    /**
     * The classes with the greatest logits, the greatest first; of equal ones the first.
     *
     * @param logits of the integer network
     * @param most how many
     */
    public static List<ClassScore> best(int[] logits, Workload workload, int most) {
        int exponent = workload.network().exponents().logits();
        int greatest = IntStream.of(logits).max().orElseThrow();
        double[] shares = IntStream.of(logits)
                .mapToDouble(logit -> Math.exp(Math.scalb((double) logit - greatest, exponent)))
                .toArray();
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        double whole = sum;
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> -logits[i]))
                .limit(most)
                .map(i -> new ClassScore(i, workload.className(i), shares[i] / whole))
                .toList();
    }
}
