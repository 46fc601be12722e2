// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/**
 * Four depth lanes: the sums of the products of two tokens with a weight each, exact for all values. A DSP block adds its product
 * {@code (a1 * 2^18 + a0) * w} to what the block before it hands over inside their column, so no look-up table adds anything.
 *
 * <p>Four products are in -130560 .. 130560, uint8 codes included. The first block adds 2^17, so the low field is in 0 .. 2^18 - 1 and never
 * borrows: the upper one is the sum of the second token, the lower one that of the first with its highest bit inverted.
 *
 * <p>Operands of link i are taken with {@code advance[i]}, its product with {@code advance[i + 1]}, its sum with {@code advance[i + 2]}: they
 * come a cycle after those of the link before it. The registers are those inside a DSP48E2 (A, B, M and P), in the form of a systolic filter, from
 * which synthesis makes a column.
 */
public final class ProductChain extends HwModule {
    /** Products of a sum. */
    public static final int LINKS = 4;
    /** From the operands of the first link to the sums. */
    public static final int STAGES = LINKS + 2;

    static final int SHIFT = 18;
    static final int OPERAND_BITS = SHIFT + Operands.TOKEN_BITS;
    private static final int WEIGHT_BITS = 8;
    private static final int SUM_BITS = 2 * SHIFT;

    public final List<Bool> advance = list(STAGES, stage -> in(bool()));
    /** Two tokens a link, as {@link Operands#ofTokens} makes them. */
    public final List<Bits> tokens = list(LINKS, link -> in(bits(OPERAND_BITS)));

    public final List<Bits> weights = list(LINKS, link -> in(bits(WEIGHT_BITS)));
    /** Of both tokens. */
    public final List<SInt> sums = list(Operands.TOKENS, token -> out(sint(SHIFT)));

    private final List<SInt> tokenOperands =
            list(LINKS, link -> regNextWhen(asSInt(tokens.get(link)), advance.get(link)));
    private final List<SInt> weightOperands =
            list(LINKS, link -> regNextWhen(asSInt(weights.get(link)), advance.get(link)));
    private final List<SInt> products = list(LINKS, link -> {
        SInt product = mul(tokenOperands.get(link), weightOperands.get(link));
        return regNextWhen(resize(product, SUM_BITS), advance.get(link + 1));
    });
    private final List<SInt> totals = new ArrayList<>();

    public ProductChain() {
        SInt handed = sint(SUM_BITS, 1L << SHIFT - 1);
        for (int link = 0; link < LINKS; link++) {
            SInt total = add(products.get(link), handed);
            handed = regNextWhen(total, advance.get(link + 2));
            totals.add(handed);
        }
        Bits fields = asBits(handed);
        assign(sums.get(0), asSInt(cat(not(bit(fields, SHIFT - 1)), slice(fields, SHIFT - 2, 0))));
        assign(sums.get(1), asSInt(slice(fields, SUM_BITS - 1, SHIFT)));
    }
}
