// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

/** A lane that divides nothing. */
final class PlainLane extends RequantLane {
    PlainLane() {
        finish(held());
    }
}
