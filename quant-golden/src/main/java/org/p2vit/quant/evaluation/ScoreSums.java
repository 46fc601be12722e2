// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.Serializable;
import org.p2vit.quant.reference.TopClass;

/** Counts and sums of one method over the images so far. */
final class ScoreSums {
    private static final int FEW = 5;

    private final RatioSums sqnr = new RatioSums();
    private long images;
    private long first;
    private long amongFew;
    private long onlyFloat;
    private long onlyMethod;
    private long agreements;

    /**
     * What one image showed.
     *
     * @param floatRank place of the right class among the float logits, from 0
     * @param rank place of the right class among the method's logits
     * @param agrees whether both put the same class first
     */
    record Case(int floatRank, int rank, boolean agrees, double signal, double noise) implements Serializable {
        static Case of(float[] exact, float[] logits, int label) {
            double signal = 0;
            double noise = 0;
            for (int i = 0; i < exact.length; i++) {
                double error = (double) exact[i] - logits[i];
                signal += (double) exact[i] * exact[i];
                noise += error * error;
            }
            return new Case(
                    rank(exact, label), rank(logits, label), TopClass.of(exact) == TopClass.of(logits), signal, noise);
        }

        /** Number of classes before one; equals are in the order of their index. */
        private static int rank(float[] logits, int label) {
            int rank = 0;
            for (int i = 0; i < logits.length; i++) {
                if (logits[i] > logits[label] || (logits[i] == logits[label] && i < label)) {
                    rank++;
                }
            }
            return rank;
        }
    }

    void add(Case seen) {
        images++;
        first += seen.rank == 0 ? 1 : 0;
        amongFew += seen.rank < FEW ? 1 : 0;
        onlyFloat += seen.floatRank == 0 && seen.rank != 0 ? 1 : 0;
        onlyMethod += seen.floatRank != 0 && seen.rank == 0 ? 1 : 0;
        agreements += seen.agrees ? 1 : 0;
        sqnr.add(seen.signal, seen.noise);
    }

    MethodScore score(String name, boolean integer) {
        return new MethodScore(
                name,
                integer,
                Estimate.proportion(first, images),
                Estimate.proportion(amongFew, images),
                Estimate.pairedDifference(onlyFloat, onlyMethod, images),
                Estimate.proportion(agreements, images),
                sqnr.noise() == 0 ? null : Estimate.decibels(sqnr));
    }
}
