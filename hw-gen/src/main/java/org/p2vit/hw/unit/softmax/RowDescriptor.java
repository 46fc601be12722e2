// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Optional;
import org.p2vit.hw.dsl.HwBundle;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** Where the codes of one row group go, kept until its codes are made. */
final class RowDescriptor extends HwBundle {
    final SoftmaxShape shape;
    final UInt address = uint(16);
    /** Address of the row divisors, where there are any. */
    final Optional<UInt> divisorAddress;

    final UInt group;
    /** The rows of the group that are inside the command. */
    final Bits rows;

    final Bool endsTile = bool();
    final Bool endsCommand = bool();

    /** Codes of word {@code word}, which is being {@code read}, as they are written {@code late} cycles later, but for the data. */
    WrittenRows written(Bool read, UInt word, Bool last, int late) {
        WrittenRows written = wire(new WrittenRows(shape));
        assign(written.codes.address, delay("codeAddress", add(address, resize(word, 16)), late));
        assign(written.codes.group, delay("codeGroup", group, late));
        assign(written.codes.mask, delay("codeRows", rows, late));
        assign(written.endsTile, delay("tileEnd", and(read, last, endsTile), late, false));
        assign(written.endsCommand, delay("commandEnd", and(read, last, endsCommand), late, false));
        return written;
    }

    RowDescriptor(SoftmaxShape shape) {
        this.shape = shape;
        divisorAddress = shape.divisorAddress();
        group = uint(indexWidth(shape.groups()));
        rows = bits(shape.pipes());
    }
}
