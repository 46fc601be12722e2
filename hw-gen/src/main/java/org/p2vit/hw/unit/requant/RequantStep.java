// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Optional;
import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** What the pipeline has to know of the row group in it; travels beside the data. */
final class RequantStep extends HwBundle {
    public final int tokenTile;
    public final int word;
    public final int lanes;
    public final boolean divides;
    public final RequantOptions options;
    public final UInt parameterAddress = uint(16);
    public final UInt residualAddress = uint(16);
    public final UInt address = uint(16);
    /** Address of the row divisors, where rows can be divided. */
    public final Optional<UInt> divisorAddress;

    /** Address of the rows' exponents, of steps through GELU. */
    public final UInt exponentAddress = uint(16);

    public final UInt output = uint(10);
    /** Row group in the token tile. */
    public final UInt group;
    /** Row group in a block of W key rows. */
    public final UInt keyGroup;
    /** Rows inside the command's row range. */
    public final Bits mask;

    public final Bool tileEnd = bool();
    public final Bool commandEnd = bool();

    RequantStep(int tokenTile, int word, int lanes, boolean divides) {
        this.tokenTile = tokenTile;
        this.word = word;
        this.lanes = lanes;
        this.divides = divides;
        this.options = new RequantOptions(divides);
        this.divisorAddress = optional(divides, () -> uint(16));
        this.group = uint(indexWidth(tokenTile / lanes));
        this.keyGroup = uint(indexWidth(word / lanes));
        this.mask = bits(lanes);
    }
}
