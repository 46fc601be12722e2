// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.buffer.BufferSpec;
import org.p2vit.hw.buffer.BufferSpec.Reader;
import org.p2vit.hw.buffer.BufferSpec.Writer;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.memory.BankedBuffer;
import org.p2vit.hw.memory.BufferShape;
import org.p2vit.hw.memory.GroupReadBuffer;
import org.p2vit.hw.memory.WideReadBuffer;
import org.p2vit.hw.port.GroupReadPort;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Unit;
import spinal.core.DontName;

/** The buffers of a configuration's {@link BufferTable} (architecture §2). */
final class Buffers extends HwArea {
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

    @DontName
    private final BufferTable table;

    Buffers(BufferTable table) {
        this.table = table;
        activation = wide(Buffer.ACT);
        weight = wide(Buffer.WGT);
        residual = grouped(Buffer.RES);
        value = wide(Buffer.VAL);
        code = wide(Buffer.CODE);
        rowDivisor = grouped(Buffer.ROWX);
        requantParam = wide(Buffer.RQP);
        normParam = wide(Buffer.NRP);
        logit = grouped(Buffer.OUT);
    }

    private WideReadBuffer wide(Buffer buffer) {
        return table.has(buffer) ? inst(new WideReadBuffer(shape(table.get(buffer)))) : null;
    }

    private GroupReadBuffer grouped(Buffer buffer) {
        if (!table.has(buffer)) {
            return null;
        }
        BufferSpec spec = table.get(buffer);
        return inst(new GroupReadBuffer(
                shape(spec), spec.readers().stream().map(Reader::lanes).toList()));
    }

    private static BufferShape shape(BufferSpec spec) {
        Writer urgent = spec.urgent();
        return new BufferShape(
                spec.banks(),
                spec.wordBits(),
                spec.depth(),
                spec.style(),
                urgent == null ? 0 : urgent.lanes(),
                urgent != null && urgent.columns(),
                spec.waiting().stream().map(Writer::lanes).toList());
    }

    /** A unit's write port, one that can be made to wait. */
    HwStream<GroupWrite> writer(Buffer buffer, Unit unit) {
        BankedBuffer banks =
                switch (buffer) {
                    case ACT -> activation;
                    case WGT -> weight;
                    case RES -> residual;
                    case RQP -> requantParam;
                    case NRP -> normParam;
                    default -> throw new IllegalArgumentException("no writer of " + buffer + " waits");
                };
        return banks.writers.get(table.get(buffer).waitingPort(unit));
    }

    /** A unit's read port of neighbouring banks. */
    GroupReadPort reader(Buffer buffer, Unit unit) {
        GroupReadBuffer banks =
                switch (buffer) {
                    case RES -> residual;
                    case ROWX -> rowDivisor;
                    case OUT -> logit;
                    default -> throw new IllegalArgumentException("all banks of " + buffer + " are read at once");
                };
        return banks.readers.get(table.get(buffer).readPort(unit));
    }
}
