// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.buffer;

import static org.p2vit.hw.buffer.BufferSpec.Writer.first;
import static org.p2vit.hw.buffer.BufferSpec.Writer.waiting;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.buffer.BufferSpec.Reader;
import org.p2vit.hw.buffer.BufferSpec.Writer;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.BufferConfig;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.hw.port.WriteKind;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Unit;

/** The buffers that a configuration builds. The one place for their geometry and ports (architecture §2). */
public final class BufferTable {
    /** Banks of RQP and NRP: planes of a parameter group, architecture §4. */
    public static final int PARAMETER_BANKS = 6;
    /** Banks of OUT: bytes of a logit. */
    public static final int LOGIT_BANKS = Integer.BYTES;
    /** Bits of what a row is divided by: a reciprocal and a magnitude, contract §5. */
    public static final int DIVISOR_BITS = SumReciprocal.DIVISOR_BITS;

    private static final int CODE_BITS = 8;
    private static final int SHIFT_CODE_BITS = 4;

    private final Map<Buffer, BufferSpec> specs = new EnumMap<>(Buffer.class);
    private final ArrayConfig array;

    public BufferTable(AcceleratorConfig config) {
        array = config.array();
        int t = array.tokenTile();
        int w = array.word();
        int r = array.postPipes();
        var sizes = config.buffers();
        boolean shift = config.attention() == AttentionKind.SHIFT;
        Writer attention = shift ? waiting(Unit.SHIFTMM, 1) : waiting(Unit.SOFTMAX, r);
        addWords(
                Buffer.ACT,
                t,
                BlockWord.ACTIVATION.bits(w),
                sizes.activation(),
                List.of(first(Unit.REQUANT, r), attention, waiting(Unit.LOAD, 1), waiting(Unit.NORM, 1)),
                List.of(Reader.all(Unit.MATMUL, t)));
        // A row of the longest image has one.
        int tiles = Math.max(2, array.tiles(config.limits().maxTokens()));
        var rows = new BufferConfig(tiles, HwMemory.Style.DISTRIBUTED);
        addWords(
                Buffer.ROWE,
                t,
                BlockWord.EXPONENT_BITS,
                rows,
                List.of(new Writer(Unit.REQUANT, r, false, WriteKind.GREATEST)),
                List.of(Reader.all(Unit.MATMUL, t)));
        add(
                Buffer.WGT,
                w,
                CODE_BITS,
                sizes.weight(),
                List.of(
                        new Writer(Unit.REQUANT, r, false, shift ? WriteKind.WORDS : WriteKind.COLUMNS),
                        waiting(Unit.LOAD, 1)),
                List.of(Reader.all(Unit.MATMUL, w)));
        addWords(
                Buffer.RES,
                t,
                BlockWord.STREAM.bits(w),
                sizes.residual(),
                List.of(first(Unit.REQUANT, r), waiting(Unit.LOAD, 1)),
                List.of(Reader.group(Unit.REQUANT, r), Reader.group(Unit.NORM, 1)));
        if (shift) {
            Reader all = Reader.all(Unit.SHIFTMM, t);
            add(Buffer.VAL, t, CODE_BITS, sizes.value(), List.of(first(Unit.REQUANT, r)), List.of(all));
            add(Buffer.CODE, t, SHIFT_CODE_BITS, sizes.code(), List.of(first(Unit.SOFTMAX, r)), List.of(all));
        } else {
            addWords(
                    Buffer.ROWX,
                    t,
                    DIVISOR_BITS,
                    rows,
                    List.of(first(Unit.SOFTMAX, r)),
                    List.of(Reader.group(Unit.REQUANT, r)));
        }
        List<Writer> load = List.of(waiting(Unit.LOAD, 1));
        int planes = PARAMETER_BANKS;
        add(Buffer.RQP, planes, CODE_BITS, sizes.requantParam(), load, List.of(Reader.all(Unit.REQUANT, planes)));
        add(Buffer.NRP, planes, CODE_BITS, sizes.normParam(), load, List.of(Reader.all(Unit.NORM, planes)));
        add(
                Buffer.OUT,
                LOGIT_BANKS,
                CODE_BITS,
                sizes.logit(),
                List.of(first(Unit.REQUANT, LOGIT_BANKS)),
                List.of(Reader.group(Unit.STORE, 1)));
    }

    private void add(
            Buffer buffer, int banks, int codeBits, BufferConfig size, List<Writer> writers, List<Reader> readers) {
        addWords(buffer, banks, codeBits * array.word(), size, writers, readers);
    }

    private void addWords(
            Buffer buffer, int banks, int wordBits, BufferConfig size, List<Writer> writers, List<Reader> readers) {
        specs.put(buffer, new BufferSpec(buffer, banks, wordBits, size.words(), size.style(), writers, readers));
    }

    /** In the order of {@link Buffer}. */
    public Collection<BufferSpec> all() {
        return specs.values();
    }

    public boolean has(Buffer buffer) {
        return specs.containsKey(buffer);
    }

    /**
     * @throws IllegalArgumentException for a buffer that the configuration does not build
     */
    public BufferSpec get(Buffer buffer) {
        if (!has(buffer)) {
            throw new IllegalArgumentException("no buffer " + buffer + " in this configuration");
        }
        return specs.get(buffer);
    }

    /** Where SOFTMAX puts its codes. */
    public Buffer codes() {
        return has(Buffer.CODE) ? Buffer.CODE : Buffer.ACT;
    }
}
