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

    final UInt writeAddress;
    final Bits writeData;
    final Bool readEnable = in(bool());
    final UInt readAddress;
    final Bits readData;

    BufferBank(int wordBits, int depth, HwMemory.Style style, boolean bytewise) {
        int addressBits = indexWidth(depth);
        writeBytes = optional(bytewise, () -> in(bits(wordBits / 8)));
        writeAddress = in(uint(addressBits));
        writeData = in(bits(wordBits));
        readAddress = in(uint(addressBits));
        Bits word = writeBytes
                .map(bytes -> byBytes(bytes, wordBits, depth, style))
                .orElseGet(() -> byWords(wordBits, depth, style));
        Bool wordValid = named("wordValid", regNext(readEnable, false));
        readData = out(regNextWhen(word, wordValid));
    }

    private Bits byWords(int wordBits, int depth, HwMemory.Style style) {
        HwMemory<Bits> storage =
                named("storage", memory(() -> bits(wordBits), depth)).style(style);
        storage.write(writeEnable, writeAddress, writeData);
        return named("word", storage.read(readAddress, readEnable));
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
