// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.Bool;

/** A normalised word on its way to the buffer, and what its transfer completes. */
final class NormWord extends HwBundle {
    final NormShape shape;
    final GroupWrite write;
    final Bool endsTile = bool();
    final Bool endsCommand = bool();

    NormWord(NormShape shape) {
        this.shape = shape;
        write = new GroupWrite(1, shape.tokenTile(), 8 * shape.word());
    }
}
