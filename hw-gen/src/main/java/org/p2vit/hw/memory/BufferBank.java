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
                .orElseGet(() -> byWords(shape));
        Bool wordValid = named("wordValid", apart(regNext(readEnable, false)));
        readData = out(regNextWhen(word, wordValid));
    }

    private Bits byWords(BufferShape shape) {
        int apart = BufferShape.bitsInBlocks(shape.style(), shape.wordBits());
        int kept = shape.wordBits() - apart;
        HwMemory<Bits> storage =
                named("storage", memory(() -> bits(kept), shape.depth())).style(shape.style());
        storage.write(
                writeEnable,
                writeAddress,
                fresh.map(first -> greatest(first, storage)).orElse(slice(writeData, kept - 1, 0)));
        Bits word = named("word", storage.read(readAddress, readEnable));
        if (apart == 0) {
            return word;
        }
        HwMemory<Bits> blocks = named("storageInBlocks", memory(() -> bits(apart), shape.depth()))
                .style(HwMemory.Style.BLOCK);
        blocks.write(writeEnable, writeAddress, slice(writeData, shape.wordBits() - 1, kept));
        return cat(named("wordInBlocks", blocks.read(readAddress, readEnable)), word);
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
