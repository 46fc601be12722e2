// SPDX-License-Identifier: Apache-2.0
/**
 * How well quantized networks classify, beside the float network, with confidence intervals.
 *
 * <p>{@link org.p2vit.quant.evaluation.Evaluation} compares methods on labelled images, on any
 * {@link org.p2vit.quant.job.JobEngine}. {@link org.p2vit.quant.evaluation.AccuracyReporter} makes the report of the command
 * {@code evaluate} from an {@link org.p2vit.quant.evaluation.EvaluationRequest}.
 */
package org.p2vit.quant.evaluation;
