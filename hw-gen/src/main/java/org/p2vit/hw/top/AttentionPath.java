// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.requant.RequantUnit;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;

/**
 * The part of the {@link Engine} that the kind of attention decides (architecture §3.2, §3.3): REQUANT, SOFTMAX and what else works on attention weights, with
 * their ports to the buffers that only this kind has. Instances are the engine's.
 */
abstract class AttentionPath extends HwArea {
    static AttentionPath of(AcceleratorConfig config) {
        return config.attention() == AttentionKind.SHIFT
                ? new ShiftedAttention(config)
                : new MultipliedAttention(config);
    }

    abstract RequantUnit<?> requant();

    abstract SoftmaxUnit softmax();

    /** The units, in the order of their numbers. */
    List<UnitPorts> units() {
        return List.of(
                new UnitPorts(Unit.REQUANT, requant().command, requant().semaphore, requant().busy, requant().stall),
                new UnitPorts(Unit.SOFTMAX, softmax().command, softmax().semaphore, softmax().busy, softmax().stall));
    }

    /** Connects them to the buffers, but for what REQUANT has with any attention. */
    abstract void connect(Buffers buffers);
}
