// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.Serializable;

/**
 * What a method reached on the labelled images; shares are 0 … 1.
 *
 * @param method its name
 * @param integer whether it computes with integers only
 * @param top1 share of images whose class comes first
 * @param top5 share of images whose class is among the first five
 * @param top1Difference top-1 less that of float on the same images
 * @param agreement share of images on which it chooses the class that float chooses
 * @param logitSqnrDb 10·log10(Σ float² / Σ (float − quantized)²) of the logits over all images; null if all are equal
 */
public record MethodScore(
        String method,
        boolean integer,
        Estimate top1,
        Estimate top5,
        Estimate top1Difference,
        Estimate agreement,
        @JsonSetter(nulls = Nulls.SET) Estimate logitSqnrDb)
        implements Serializable {}
