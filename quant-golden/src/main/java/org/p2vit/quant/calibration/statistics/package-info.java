// SPDX-License-Identifier: Apache-2.0
/**
 * What is learnt from the calibration images. In go images, on their way through the float network part by part
 * ({@link org.p2vit.quant.calibration.statistics.CalibrationPath}); out come, by the names of tensors, sums of rounding
 * errors for every exponent and sample rows ({@link org.p2vit.quant.calibration.statistics.ActivationStatistics}). Nothing
 * is chosen here. Sums are formed in the order of the images, so they do not depend on threads.
 */
package org.p2vit.quant.calibration.statistics;
