// SPDX-License-Identifier: Apache-2.0
/**
 * Another float network with the same function and without outlying channels.
 * Float network in, float network out: the rest of the quantizer does not know that it happened.
 */
package org.p2vit.quant.calibration.rotation;
