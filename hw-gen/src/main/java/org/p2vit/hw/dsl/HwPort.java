// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

/**
 * A bundle whose elements have directions: {@code master(port)} is the side that {@link #asMaster()} describes,
 * {@code slave(port)} the opposite.
 */
public abstract class HwPort extends HwBundle {
    protected HwPort() {}

    /** Sets the direction of every element as the master sees it, with {@code in}, {@code out}, {@code master}... */
    protected abstract void asMaster();
}
