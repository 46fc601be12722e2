// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import org.p2vit.hw.dsl.HwArea;

/** The lanes of a {@link RequantRow}, and what the row has for them beyond what all lanes have. */
abstract class RowLanes extends HwArea {
    /** One more lane, for the next output. */
    abstract RequantLane add();

    /** Connects what only these lanes have. */
    abstract void connect(int output);
}
