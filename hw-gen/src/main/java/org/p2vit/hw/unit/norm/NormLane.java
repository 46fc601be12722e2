// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.Saturate;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One channel of the normalisation (numeric contract §3): n = roundShift((D·X − s)·r, 28 − z), y = sat8(roundShift(n·g + b,
 * shift)).
 *
 * <p>Widths are those that the contract proves.
 *
 * <p>Stages: D·X, − s, · r in two, two of rounding shift, · g, + b, two of rounding shift. Stage i is enabled by bit i of {@code
 * advance}; each operand belongs to the stage named after it; {@code result} follows the last stage without a register.
 */
final class NormLane extends HwModule {
    static final int STAGES = 10;
    static final int CHANNELS_STAGE = 0;
    static final int SUM_STAGE = 1;
    static final int ROOT_STAGE = 2;
    static final int DOWN_SHIFT_STAGE = 4;
    static final int GAIN_STAGE = 6;
    static final int OFFSET_STAGE = 7;
    static final int SHIFT_STAGE = 8;

    static final int GAIN_BITS = 16;
    static final int OFFSET_BITS = 32;
    /** D·X. */
    static final int SCALED_BITS = 25;
    /** D·X − s. */
    static final int DEVIATION_BITS = 26;
    /** (D·X − s)·r. */
    static final int PRODUCT_BITS = 42;
    /** n. */
    static final int NORMAL_BITS = 17;
    /** n·g. */
    static final int AMPLIFIED_BITS = 32;
    /** n·g + b, also when it is rounded. */
    static final int AFFINE_BITS = 33;

    final List<Bool> advance = list(STAGES, stage -> in(bool()));
    final SInt value = in(sint(RowStatistics.SCALED_BITS));
    final UInt channels = in(uint(RowScale.CHANNEL_BITS));
    /** −s: an adder of a DSP block adds it to what is multiplied. */
    final SInt negativeSum = in(sint(ScaleFactors.SUM_BITS));

    final UInt root = in(uint(RowScale.ROOT_BITS));
    final UInt downShift = in(uint(5));
    final SInt gain = in(sint(GAIN_BITS));
    final SInt offset = in(sint(OFFSET_BITS));
    final UInt shift = in(uint(5));
    final SInt result = out(sint(8));

    private final SInt scaled;
    private final SInt deviation;
    private final SInt upperProduct;
    private final SInt lowestTerm;
    private final SInt product;
    private final Bool productLowest;
    private final SInt amplified;
    private final SInt affine;
    private final RoundShift normalised = inst(new RoundShift(PRODUCT_BITS));
    private final RoundShift rounded = inst(new RoundShift(AFFINE_BITS));
    private final Saturate saturated = inst(new Saturate(AFFINE_BITS, 8));

    NormLane() {
        SInt signedChannels = asSInt(resize(channels, RowScale.CHANNEL_BITS + 1));
        scaled = regNextWhen(resize(mul(signedChannels, value), SCALED_BITS), advance.get(CHANNELS_STAGE));
        SInt centred = add(resize(scaled, DEVIATION_BITS), resize(negativeSum, DEVIATION_BITS));
        deviation = regNextWhen(centred, advance.get(SUM_STAGE));
        SInt signedRoot = asSInt(resize(root, RowScale.ROOT_BITS + 1));
        // Without its lowest bit the deviation has the 25 bits that one DSP48E1 multiplies; what the bit stands for
        // goes
        // through the block's adder.
        SInt upper = resize(mul(shr(deviation, 1), signedRoot), PRODUCT_BITS - 1);
        upperProduct = regNextWhen(upper, advance.get(ROOT_STAGE));
        lowestTerm = regNextWhen(mux(bit(deviation, 0), signedRoot, 0), advance.get(ROOT_STAGE));
        SInt upperSum = add(upperProduct, resize(shr(lowestTerm, 1), width(upperProduct)));
        product = regNextWhen(upperSum, advance.get(ROOT_STAGE + 1));
        productLowest = regNextWhen(bit(lowestTerm, 0), advance.get(ROOT_STAGE + 1));

        assign(normalised.value, asSInt(cat(product, productLowest)));
        assign(normalised.shift, downShift);
        assign(normalised.advance.get(0), advance.get(DOWN_SHIFT_STAGE));
        assign(normalised.advance.get(1), advance.get(DOWN_SHIFT_STAGE + 1));
        SInt normal = resize(normalised.result, NORMAL_BITS);
        amplified = regNextWhen(resize(mul(normal, gain), AMPLIFIED_BITS), advance.get(GAIN_STAGE));
        SInt moved = add(resize(amplified, AFFINE_BITS), resize(offset, AFFINE_BITS));
        affine = regNextWhen(moved, advance.get(OFFSET_STAGE));

        assign(rounded.value, affine);
        assign(rounded.shift, shift);
        assign(rounded.advance.get(0), advance.get(SHIFT_STAGE));
        assign(rounded.advance.get(1), advance.get(SHIFT_STAGE + 1));
        assign(saturated.value, rounded.result);
        assign(result, saturated.result);
    }
}
