// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import spinal.core.Data;
import spinal.core.ImplicitArea;
import spinal.core.Nameable;

/**
 * A named group of signals inside a module, without a module boundary: field {@code x} of an area held by field
 * {@code stage} is called {@code stage_x}. No {@code inst} is needed.
 */
public abstract class HwArea extends ImplicitArea<Object> {
    protected HwArea() {}

    @Override
    public final Object implicitValue() {
        return this;
    }

    /** Calls {@code signal} like the area itself, which is little more than it. Returns the signal. */
    protected final <T extends Data> T whole(T signal) {
        signal.setCompositeName(this);
        return signal;
    }

    /** Calls a signal or instance, which is held by no field, {@code <area>_<name>}. Returns it. */
    protected final <T extends Nameable> T part(String name, T item) {
        item.setCompositeName(this, name);
        return item;
    }
}
