// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

/** Lanes that divide nothing. */
final class PlainLanes extends RowLanes {
    @Override
    RequantLane add() {
        return inst(new PlainLane());
    }

    @Override
    void connect(int output) {
        // They have what all lanes have.
    }
}
