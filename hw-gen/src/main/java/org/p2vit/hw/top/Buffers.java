// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.EnumMap;
import java.util.Map;
import org.p2vit.hw.buffer.BufferSpec;
import org.p2vit.hw.buffer.BufferSpec.Reader;
import org.p2vit.hw.buffer.BufferSpec.Writer;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.memory.BankedBuffer;
import org.p2vit.hw.memory.BufferShape;
import org.p2vit.hw.memory.FirstWriter;
import org.p2vit.hw.memory.GroupReadBuffer;
import org.p2vit.hw.memory.WideReadBuffer;
import org.p2vit.hw.port.BankWrite;
import org.p2vit.hw.port.GroupReadPort;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.port.WriteKind;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Unit;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.DontName;

/** The buffers of a configuration's {@link BufferTable} (architecture §2), each called by its key. One that is not built cannot be asked for. */
final class Buffers extends HwArea {
    @DontName
    private final BufferTable table;

    @DontName
    private final Map<Buffer, WideReadBuffer> wide = new EnumMap<>(Buffer.class);

    @DontName
    private final Map<Buffer, GroupReadBuffer> grouped = new EnumMap<>(Buffer.class);

    Buffers(BufferTable table) {
        this.table = table;
        for (BufferSpec spec : table.all()) {
            String name = spec.buffer().key();
            if (spec.wide()) {
                wide.put(spec.buffer(), part(name, inst(new WideReadBuffer(shape(spec)))));
            } else {
                var lanes = spec.readers().stream().map(Reader::lanes).toList();
                grouped.put(spec.buffer(), part(name, inst(new GroupReadBuffer(shape(spec), lanes))));
            }
        }
    }

    private static BufferShape shape(BufferSpec spec) {
        return new BufferShape(
                spec.banks(),
                spec.wordBits(),
                spec.depth(),
                spec.style(),
                spec.priority().map(Writer::lanes).orElse(0),
                spec.priority().map(Writer::kind).orElse(WriteKind.WORDS),
                spec.waiting().stream().map(Writer::lanes).toList());
    }

    private BankedBuffer banks(Buffer buffer) {
        return table.get(buffer).wide() ? wide.get(buffer) : grouped.get(buffer);
    }

    /** Connects the writer that is never refused. */
    void first(Buffer buffer, Bool valid, BankWrite write) {
        assign(first(buffer, valid), write);
    }

    /** As {@link #first}, of the buffer whose first writer can also write columns. */
    void columns(Buffer buffer, Bits valid) {
        assign(firstWriter(buffer).columns.orElseThrow(), valid);
    }

    /** As {@link #columns}, of the buffer whose words stay the greatest. */
    void fresh(Buffer buffer, Bool valid) {
        assign(firstWriter(buffer).fresh.orElseThrow(), valid);
    }

    /** What the writer that is never refused writes, part by part. */
    BankWrite first(Buffer buffer, Bool valid) {
        assign(firstWriter(buffer).valid, valid);
        return firstWriter(buffer).write;
    }

    private FirstWriter firstWriter(Buffer buffer) {
        return banks(buffer).first.orElseThrow();
    }

    /** A unit's write port, one that can be made to wait. */
    HwStream<GroupWrite> writer(Buffer buffer, Unit unit) {
        return banks(buffer).writers.get(table.get(buffer).waitingPort(unit));
    }

    /** Connects what a unit writes to ACT; the exponents of its words are 0. */
    void activations(Unit unit, HwStream<GroupWrite> codes) {
        codes.to(writer(Buffer.ACT, unit), (from, to) -> from.to(to, word -> resize(word, to.wordBits)));
    }

    /** The read port of all banks. */
    ReadPort reader(Buffer buffer) {
        return wide.get(buffer).read;
    }

    /** A unit's read port of neighbouring banks. */
    GroupReadPort reader(Buffer buffer, Unit unit) {
        return grouped.get(buffer).readers.get(table.get(buffer).readPort(unit));
    }
}
