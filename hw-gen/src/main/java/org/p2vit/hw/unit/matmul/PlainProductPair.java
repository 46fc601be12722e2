// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.config.ProcessingElement;
import spinal.core.Bits;
import spinal.core.SInt;

/** A multiplier for each product. */
final class PlainProductPair extends ProductPair {
    private final List<Bits> tokenOperands;
    private final Bits weightOperand = regNextWhen(weight, load);
    private final List<SInt> made;

    PlainProductPair() {
        super(ProcessingElement.PLAIN);
        tokenOperands = list(Operands.TOKENS, token -> regNextWhen(word(tokens, token, Operands.TOKEN_BITS), load));
        made = list(Operands.TOKENS, token -> {
            SInt product = mul(asSInt(tokenOperands.get(token)), asSInt(weightOperand));
            return regNextWhen(resize(product, WIDE_PRODUCT_BITS), multiply);
        });
        for (int token = 0; token < Operands.TOKENS; token++) {
            assign(products.get(token), made.get(token));
        }
    }
}
