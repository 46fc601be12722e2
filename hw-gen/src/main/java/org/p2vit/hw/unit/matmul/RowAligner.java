// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.BlockWord;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * Brings the blocks of a token's word to the exponent of its row, numeric contract §6.1: {@code a = roundShift(y, ρ − d)}. One word a cycle, {@link #LATENCY} cycles;
 * stage n is enabled by {@code advance[n]}. Where both exponents are 0 codes of any coding go through as they are.
 */
final class RowAligner extends HwModule {
    static final int LATENCY = 2;

    private static final int CODE_BITS = 8;

    public final List<Bool> advance = list(LATENCY, stage -> in(bool()));
    /** As it lies in ACT. */
    public final Bits word;
    /** ρ, not below any exponent of {@link #word}. */
    public final UInt exponent = in(uint(BlockWord.EXPONENT_BITS));

    public final Bits codes;

    /** For words of {@code length} codes. */
    RowAligner(int length) {
        word = in(bits(BlockWord.ACTIVATION.bits(length)));
        codes = out(reg(bits(CODE_BITS * length)));
        Bits held = named("held", regNextWhen(BlockWord.ACTIVATION.codes(word, length), advance.get(0)));
        int blockCodes = length / BlockWord.blocks(length);
        List<UInt> distances = list(BlockWord.blocks(length), block -> {
            UInt distance = sub(exponent, BlockWord.ACTIVATION.exponent(word, length, block * blockCodes));
            return named("distance_" + block, regNextWhen(distance, advance.get(0)));
        });
        List<SInt> aligned = list(length, k -> {
            // One bit below the point stays, to round by.
            SInt kept = shl(asSInt(word(held, k, CODE_BITS)), 1);
            return RoundShift.halfUp(shr(kept, distances.get(k / blockCodes)));
        });
        when(advance.get(1), () -> assign(codes, pack(aligned)));
    }
}
