// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import spinal.core.ImplicitArea;

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
}
