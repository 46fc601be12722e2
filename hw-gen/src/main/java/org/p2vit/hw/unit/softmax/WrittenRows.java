// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.Bool;

/** Code words on their way out, and what their write completes. */
final class WrittenRows extends HwBundle {
    final SoftmaxShape shape;
    final GroupWrite codes;
    final Bool endsTile = bool();
    final Bool endsCommand = bool();

    WrittenRows(SoftmaxShape shape) {
        this.shape = shape;
        codes = shape.codeWrite();
    }
}
