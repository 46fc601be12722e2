// SPDX-License-Identifier: Apache-2.0
/**
 * The quantized network as plain data: codes, shifts and tables of the numeric contract. Records are immutable by
 * agreement: their arrays are not copied (weights are large) and must not be modified after construction.
 */
package org.p2vit.quant.model;
