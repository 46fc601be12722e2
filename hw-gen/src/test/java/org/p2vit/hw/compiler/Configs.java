// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.BufferConfig;
import org.p2vit.hw.config.BufferSetConfig;

/** Configurations that have no file. */
final class Configs {
    private Configs() {}

    /** {@code base} with other depths of these buffers. */
    static AcceleratorConfig withBuffers(AcceleratorConfig base, int weight, int requantParam, int logit) {
        BufferSetConfig b = base.buffers();
        return new AcceleratorConfig(
                base.name(),
                base.grade(),
                base.board(),
                base.description(),
                base.clockMhz(),
                base.array(),
                base.attention(),
                new BufferSetConfig(
                        b.activation(),
                        new BufferConfig(weight, b.weight().style()),
                        b.residual(),
                        b.value(),
                        b.code(),
                        new BufferConfig(requantParam, b.requantParam().style()),
                        b.normParam(),
                        new BufferConfig(logit, b.logit().style())),
                base.limits(),
                base.control());
    }
}
