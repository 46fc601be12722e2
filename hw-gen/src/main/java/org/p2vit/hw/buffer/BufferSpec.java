// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.buffer;

import java.util.List;
import java.util.Optional;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.port.WriteKind;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Unit;

/**
 * A buffer of a machine.
 *
 * @param banks memories that work in parallel
 * @param wordBits bits of a word of a bank
 * @param depth words of a bank
 * @param writers in falling priority
 * @param readers in falling priority; a reader of all banks is the only one
 */
public record BufferSpec(
        Buffer buffer,
        int banks,
        int wordBits,
        int depth,
        HwMemory.Style style,
        List<Writer> writers,
        List<Reader> readers) {
    /**
     * A write port.
     *
     * @param lanes neighbouring banks that it fills at once
     * @param waits false for the first of a buffer that is never refused
     */
    public record Writer(Unit unit, int lanes, boolean waits, WriteKind kind) {
        static Writer waiting(Unit unit, int lanes) {
            return new Writer(unit, lanes, true, WriteKind.WORDS);
        }

        static Writer first(Unit unit, int lanes) {
            return new Writer(unit, lanes, false, WriteKind.WORDS);
        }
    }

    /**
     * A read port.
     *
     * @param lanes neighbouring banks that are read at once
     * @param all whether it takes one address of all banks and has no group to name
     */
    public record Reader(Unit unit, int lanes, boolean all) {
        static Reader all(Unit unit, int banks) {
            return new Reader(unit, banks, true);
        }

        static Reader group(Unit unit, int lanes) {
            return new Reader(unit, lanes, false);
        }
    }

    /** Bytes of all banks. */
    public long bytes() {
        return bankBytes() * banks;
    }

    /** Bytes of a bank. */
    public long bankBytes() {
        return (long) depth * wordBits / Byte.SIZE;
    }

    /** The writers that can be made to wait, in falling priority. */
    public List<Writer> waiting() {
        return writers.stream().filter(Writer::waits).toList();
    }

    /** The first writer, where it is never refused. */
    public Optional<Writer> priority() {
        return Optional.of(writers.get(0)).filter(first -> !first.waits());
    }

    /** Whether its only reader takes all banks. */
    public boolean wide() {
        return readers.get(0).all();
    }

    /** Place of a unit's port among {@link #waiting}. */
    public int waitingPort(Unit unit) {
        return waiting().stream().map(Writer::unit).toList().indexOf(unit);
    }

    /** Place of a unit's port among {@link #readers}. */
    public int readPort(Unit unit) {
        return readers.stream().map(Reader::unit).toList().indexOf(unit);
    }
}
