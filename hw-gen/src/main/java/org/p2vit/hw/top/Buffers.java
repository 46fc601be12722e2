// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.BufferConfig;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.dsl.HwMemory;
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
    /** Null with attention on the multipliers, as {@code code}. */
    final WideReadBuffer value;

    final WideReadBuffer code;
    /** Null with attention by shifts. */
    final GroupReadBuffer rowDivisor;

    final WideReadBuffer requantParam;
    final WideReadBuffer normParam;
    final GroupReadBuffer logit;

    Buffers(AcceleratorConfig config) {
        int tokenTile = config.array().tokenTile();
        int word = config.array().word();
        int lanes = config.array().postPipes();
        int bits = 8 * word;
        var buffers = config.buffers();
        boolean shift = config.attention() == AttentionKind.SHIFT;
        BufferConfig act = buffers.activation();
        List<Integer> actWriters = List.of(shift ? 1 : lanes, 1, 1);
        activation = inst(new WideReadBuffer(
                new BufferShape(tokenTile, bits, act.words(), act.style(), lanes, false, actWriters)));
        BufferConfig wgt = buffers.weight();
        weight = inst(
                new WideReadBuffer(new BufferShape(word, bits, wgt.words(), wgt.style(), lanes, !shift, List.of(1))));
        int stream = config.array().streamWordBits();
        residual = inst(new GroupReadBuffer(shape(tokenTile, stream, buffers.residual(), lanes, 1), List.of(lanes, 1)));
        value = shift ? inst(new WideReadBuffer(shape(tokenTile, bits, buffers.value(), lanes, 0))) : null;
        code = shift ? inst(new WideReadBuffer(shape(tokenTile, bits / 2, buffers.code(), lanes, 0))) : null;
        rowDivisor = shift ? null : inst(new GroupReadBuffer(divisors(config), List.of(lanes)));
        requantParam = inst(new WideReadBuffer(shape(PARAMETER_BANKS, bits, buffers.requantParam(), 0, 1)));
        normParam = inst(new WideReadBuffer(shape(PARAMETER_BANKS, bits, buffers.normParam(), 0, 1)));
        logit = inst(new GroupReadBuffer(shape(Integer.BYTES, bits, buffers.logit(), Integer.BYTES, 0), List.of(1)));
    }

    /** A place for every row of the longest image. */
    private static BufferShape divisors(AcceleratorConfig config) {
        int depth = Math.max(2, config.array().tiles(config.limits().maxTokens()));
        int lanes = config.array().postPipes();
        return new BufferShape(
                config.array().tokenTile(), SumReciprocal.DIVISOR_BITS, depth, HwMemory.Style.DISTRIBUTED, lanes, 0);
    }

    private static BufferShape shape(int banks, int wordBits, BufferConfig size, int urgentLanes, int writers) {
        return new BufferShape(banks, wordBits, size.words(), size.style(), urgentLanes, writers);
    }
}
