// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.quant.model.QuantizedGelu;

/**
 * Outputs that go through GELU, which gives their words and rows exponents (contract §6).
 *
 * @param exponents of the first tile's rows, in ROWE
 * @param firstOutputs whether no outputs of these rows came before
 */
public record GeluRows(QuantizedGelu gelu, int exponents, boolean firstOutputs) {}
