// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.Mem;
import spinal.core.UInt;
import spinal.core.dontCare$;

/**
 * A memory inferred by the synthesis tool: simple dual port when written and read once.
 *
 * <p>Reading an address in the cycle it is written gives an undefined word. Contents are undefined until written. The
 * address of a port has exactly {@link #addressWidth()} bits.
 */
public final class HwMemory<T extends Data> {
    /** Where the tool puts the memory; the value of the attribute {@code ram_style}. */
    public enum Style {
        BLOCK,
        ULTRA,
        DISTRIBUTED
    }

    private final Mem<T> mem;

    HwMemory(Mem<T> mem) {
        this.mem = mem;
    }

    /** Asks for a kind of memory by {@code (* ram_style = "..." *)}. */
    public HwMemory<T> style(Style style) {
        mem.addAttribute("ram_style", style.name().toLowerCase(java.util.Locale.ROOT));
        return this;
    }

    /** The word at {@code address} of the cycle before in which {@code enable} was true; it stays until the next. */
    public T read(UInt address, Bool enable) {
        return mem.readSync(fit(address), enable, dontCare$.MODULE$, false);
    }

    /** The word at {@code address} one cycle later. */
    public T read(UInt address) {
        return read(address, null);
    }

    /** The word at {@code address} in the same cycle: small memories in LUTs only. */
    public T readAsync(UInt address) {
        return mem.readAsync(fit(address), dontCare$.MODULE$);
    }

    /** Writes {@code word} when {@code enable} is true. */
    public void write(Bool enable, UInt address, T word) {
        mem.write(fit(address), word, enable, null);
    }

    public int addressWidth() {
        return mem.addressWidth();
    }

    public int depth() {
        return mem.wordCount();
    }

    Mem<T> mem() {
        return mem;
    }

    private UInt fit(UInt address) {
        HdlException.require(
                address.getBitsWidth() == addressWidth(),
                () -> "an address of " + address.getBitsWidth() + " bits does not match a memory of " + depth()
                        + " words (needs " + addressWidth() + ")");
        return address;
    }
}
