// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import java.util.HashMap;
import java.util.Map;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.ReadPortModel;

/** What a buffer holds: words by bank and address. Reading a word that was not put there fails the test. */
public final class BankImage {
    private record Place(int bank, int address) {}

    private final String name;
    private final Map<Place, byte[]> words = new HashMap<>();

    public BankImage(String name) {
        this.name = name;
    }

    public void put(int bank, int address, byte[] word) {
        words.put(new Place(bank, address), word);
    }

    byte[] get(int bank, int address) {
        byte[] word = words.get(new Place(bank, address));
        if (word == null) {
            throw new AssertionError(
                    "%s: read of bank %d, address %d, where nothing is".formatted(name, bank, address));
        }
        return word;
    }

    /**
     * Puts a row-major matrix as the machine holds rows: row r in bank r mod banks at {@code base + (r div banks) * stride}.
     */
    public void putRows(byte[] matrix, int columns, int banks, int word, int base, int stride) {
        for (int at = 0; at < matrix.length; at += word) {
            int row = at / columns;
            int column = at % columns;
            put(
                    row % banks,
                    base + row / banks * stride + column / word,
                    java.util.Arrays.copyOfRange(matrix, at, at + word));
        }
    }

    /** Answers a port that reads all banks at one address: {@code name_enable}, {@code name_address}, {@code name_data_i}. */
    public void answer(Bench bench, String port, int banks, long seed) {
        for (int i = 0; i < banks; i++) {
            int bank = i;
            bench.add(new ReadPortModel(
                    bench.model(),
                    port + "_enable",
                    port + "_address",
                    port + "_data_" + bank,
                    ReadPort.LATENCY,
                    seed + bank,
                    address -> get(bank, (int) address)));
        }
    }

    /**
     * Answers a port that reads {@code lanes} neighbouring banks; its address has the number of the group of banks above
     * the 16 bits of the address.
     */
    public void answerGroups(Bench bench, String port, int lanes, long seed) {
        for (int i = 0; i < lanes; i++) {
            int lane = i;
            bench.add(new ReadPortModel(
                    bench.model(),
                    port + "_enable",
                    port + "_address",
                    port + "_data_" + lane,
                    ReadPort.LATENCY,
                    seed + lane,
                    address -> get((int) (address >> 16) * lanes + lane, (int) address & 0xffff)));
        }
    }
}
