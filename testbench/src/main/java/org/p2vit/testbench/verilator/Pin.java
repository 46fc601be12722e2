// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

/**
 * A top-level port and its place in the pin block.
 *
 * @param width in bits
 * @param offset in bytes; every pin has {@link #bytes()} bytes of its own
 */
public record Pin(String name, boolean input, int width, int offset) {
    /** Bytes reserved: whole 64-bit words. */
    int bytes() {
        return (width + 63) / 64 * 8;
    }
}
