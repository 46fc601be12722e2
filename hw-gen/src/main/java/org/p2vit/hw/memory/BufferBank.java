// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import static org.p2vit.hw.dsl.Hdl.*;

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
    final UInt writeAddress;
    final Bits writeData;
    final Bool readEnable = in(bool());
    final UInt readAddress;
    final Bits readData;

    BufferBank(int wordBits, int depth, HwMemory.Style style) {
        int addressBits = indexWidth(depth);
        writeAddress = in(uint(addressBits));
        writeData = in(bits(wordBits));
        readAddress = in(uint(addressBits));
        HwMemory<Bits> storage =
                named("storage", memory(() -> bits(wordBits), depth)).style(style);
        storage.write(writeEnable, writeAddress, writeData);
        Bits word = named("word", storage.read(readAddress, readEnable));
        Bool wordValid = named("wordValid", regNext(readEnable, false));
        readData = out(regNextWhen(word, wordValid));
    }
}
