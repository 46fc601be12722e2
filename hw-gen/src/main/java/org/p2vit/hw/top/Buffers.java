// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.BufferConfig;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.memory.BufferShape;
import org.p2vit.hw.memory.GroupReadBuffer;
import org.p2vit.hw.memory.WideReadBuffer;

/** The buffers of architecture §2, sized by the configuration. */
final class Buffers extends HwArea {
    /** Planes of a parameter group, architecture §4. */
    static final int PARAMETER_BANKS = 8;

    final WideReadBuffer activation;
    final WideReadBuffer weight;
    final GroupReadBuffer residual;
    final WideReadBuffer value;
    final WideReadBuffer code;
    final WideReadBuffer requantParam;
    final WideReadBuffer normParam;
    final GroupReadBuffer logit;

    Buffers(AcceleratorConfig config) {
        int tokenTile = config.array().tokenTile();
        int word = config.array().word();
        int lanes = config.array().postPipes();
        int bits = 8 * word;
        var buffers = config.buffers();
        activation = inst(new WideReadBuffer(shape(tokenTile, bits, buffers.activation(), lanes, 3)));
        weight = inst(new WideReadBuffer(shape(word, bits, buffers.weight(), lanes, 1)));
        residual = inst(new GroupReadBuffer(shape(tokenTile, bits, buffers.residual(), lanes, 1), List.of(lanes, 1)));
        value = inst(new WideReadBuffer(shape(tokenTile, bits, buffers.value(), lanes, 0)));
        code = inst(new WideReadBuffer(shape(tokenTile, bits / 2, buffers.code(), lanes, 0)));
        requantParam = inst(new WideReadBuffer(shape(PARAMETER_BANKS, bits, buffers.requantParam(), 0, 1)));
        normParam = inst(new WideReadBuffer(shape(PARAMETER_BANKS, bits, buffers.normParam(), 0, 1)));
        logit = inst(new GroupReadBuffer(shape(Integer.BYTES, bits, buffers.logit(), Integer.BYTES, 0), List.of(1)));
    }

    private static BufferShape shape(int banks, int wordBits, BufferConfig size, int urgentLanes, int writers) {
        return new BufferShape(banks, wordBits, size.words(), size.style(), urgentLanes, writers);
    }
}
