// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Optional;
import org.p2vit.hw.dsl.ByteMemory;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * One bank: a write port and a read port. Data is valid two cycles after the read address (the memory's own register and its
 * output register) and undefined when the address is being written.
 */
final class BufferBank extends HwModule {
    final Bool writeEnable = in(bool());
    /** The bytes that are written, of a bank that does not always write whole words. */
    final Optional<Bits> writeBytes;

    /** The word becomes what is written, of a bank in which it otherwise becomes the greater of that and what it is. */
    final Optional<Bool> fresh;

    final UInt writeAddress;
    final Bits writeData;
    final Bool readEnable = in(bool());
    final UInt readAddress;
    final Bits readData;

    BufferBank(BufferShape shape) {
        int wordBits = shape.wordBits();
        int depth = shape.depth();
        int addressBits = indexWidth(depth);
        writeBytes = optional(shape.columns(), () -> in(bits(wordBits / 8)));
        fresh = optional(shape.greatest(), () -> in(bool()));
        writeAddress = in(uint(addressBits));
        writeData = in(bits(wordBits));
        readAddress = in(uint(addressBits));
        Bits word = writeBytes
                .map(bytes -> byBytes(bytes, wordBits, depth, shape.style()))
                .orElseGet(() -> byWords(wordBits, depth, shape.style()));
        Bool wordValid = named("wordValid", regNext(readEnable, false));
        readData = out(regNextWhen(word, wordValid));
    }

    private Bits byWords(int wordBits, int depth, HwMemory.Style style) {
        HwMemory<Bits> storage =
                named("storage", memory(() -> bits(wordBits), depth)).style(style);
        storage.write(
                writeEnable,
                writeAddress,
                fresh.map(first -> greatest(first, storage)).orElse(writeData));
        return named("word", storage.read(readAddress, readEnable));
    }

    private Bits greatest(Bool first, HwMemory<Bits> storage) {
        Bits stored = named("stored", storage.readAsync(writeAddress));
        return mux(or(first, gt(asUInt(writeData), asUInt(stored))), writeData, stored);
    }

    private Bits byBytes(Bits bytes, int wordBits, int depth, HwMemory.Style style) {
        ByteMemory storage = named("storage", byteMemory(wordBits, depth, style));
        assign(storage.writeEnable, mux(writeEnable, bytes, 0));
        assign(storage.writeAddress, writeAddress);
        assign(storage.writeData, writeData);
        assign(storage.readEnable, readEnable);
        assign(storage.readAddress, readAddress);
        return storage.readData;
    }
}
