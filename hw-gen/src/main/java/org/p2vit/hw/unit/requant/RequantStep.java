// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** What the pipeline has to know of the row group in it; travels beside the data. */
final class RequantStep extends HwBundle {
    public final int tokenTile;
    public final int word;
    public final int lanes;
    public final AttentionKind attention;
    public final RequantOptions options;
    public final UInt parameterAddress = uint(16);
    public final UInt residualAddress = uint(16);
    public final UInt address = uint(16);
    /** Address of the row divisors; null where attention does not need them. */
    public final UInt divisorAddress;

    public final UInt output = uint(10);
    /** Row group in the token tile. */
    public final UInt group;
    /** Row group in a block of W key rows. */
    public final UInt keyGroup;
    /** Rows inside the command's row range. */
    public final Bits mask;

    public final Bool tileEnd = bool();
    public final Bool commandEnd = bool();

    RequantStep(int tokenTile, int word, int lanes, AttentionKind attention) {
        this.tokenTile = tokenTile;
        this.word = word;
        this.lanes = lanes;
        this.attention = attention;
        this.options = new RequantOptions(attention);
        this.divisorAddress = attention == AttentionKind.MULTIPLY ? uint(16) : null;
        this.group = uint(indexWidth(tokenTile / lanes));
        this.keyGroup = uint(indexWidth(word / lanes));
        this.mask = bits(lanes);
    }
}
