// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.tradeoff;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.p2vit.quant.evaluation.EvaluationReport;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.BitWidths;
import org.p2vit.quant.search.Combination;

/**
 * A choice of bits and how good the network is with it.
 *
 * @param name its bits, e.g. {@code 8/8/4}
 * @param int4 layers with 4-bit weights
 * @param sqnrDb of the logits against float
 * @param agreement share of images on which it chooses float's class; null where a search alone measured it
 * @param top1 share of images whose class comes first; null as above
 */
public record MeasuredNetwork(
        String name, AttentionCoding attention, SortedSet<String> int4, double sqnrDb, Double agreement, Double top1) {
    public MeasuredNetwork {
        int4 = Collections.unmodifiableSortedSet(new TreeSet<>(int4));
    }

    /** The network of an evaluation, quantized in full and measured on labelled images. */
    public static MeasuredNetwork of(EvaluationReport report) {
        return new MeasuredNetwork(
                report.setting().bits(),
                attention(report.setting().bits().split(" ")[0]),
                new TreeSet<>(report.setting().int4()),
                report.accuracy().logitSqnrDb(),
                report.accuracy().agreement(),
                report.accuracy().top1());
    }

    /** The front of a search with {@code bits}: quick forms of the layers, measured on images held out from calibration. */
    public static List<MeasuredNetwork> of(List<Combination> front, String bits) {
        return front.stream()
                .map(one -> new MeasuredNetwork(
                        "search, layers other than 8: " + one.counts(),
                        attention(bits),
                        int4(one),
                        one.sqnrDb(),
                        null,
                        null))
                .toList();
    }

    private static SortedSet<String> int4(Combination one) {
        return one.kinds().keySet().stream()
                .filter(layer -> one.kinds().get(layer).weightBits() == 4)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static AttentionCoding attention(String bits) {
        return BitWidths.parse(bits).coding();
    }

    /** Whether it was quantized in full and measured on labelled images. */
    public boolean evaluated() {
        return top1 != null;
    }
}
