// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory shared between Java and the native AXI memory model. Starts as zeros; little-endian; addresses from 0. */
public final class Dram {
    private final ByteBuffer bytes;

    /** @param size in bytes */
    public Dram(int size) {
        bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
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
