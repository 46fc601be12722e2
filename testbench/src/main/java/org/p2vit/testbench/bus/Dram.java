// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Memory shared between Java and the native AXI memory model. Starts as zeros; little-endian; indices from 0. */
public final class Dram {
    private final ByteBuffer bytes;
    private final long address;

    /**
     * Memory that the design sees at address 0.
     *
     * @param size in bytes
     */
    public Dram(int size) {
        this(ByteBuffer.allocateDirect(size), 0);
    }

    private Dram(ByteBuffer bytes, long address) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.address = address;
    }

    /**
     * Memory that other processes see as a file.
     *
     * @param file made here
     * @param size in bytes
     * @param address where the design sees it
     */
    public static Dram inFile(Path file, int size, long address) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            return new Dram(channel.map(FileChannel.MapMode.READ_WRITE, 0, size), address);
        }
    }

    /** Where the design sees the first byte. */
    public long address() {
        return address;
    }

    public int size() {
        return bytes.capacity();
    }

    /** The memory itself, little-endian; absolute access only. */
    public ByteBuffer bytes() {
        return bytes;
    }

    public void write(int address, byte[] data) {
        bytes.put(address, data);
    }

    public byte[] read(int address, int length) {
        byte[] data = new byte[length];
        bytes.get(address, data);
        return data;
    }

    long nativeAddress() {
        return Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
    }
}
