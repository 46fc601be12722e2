// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

/**
 * The rules that the bus models hold a design to, by the names that they report ({@code axi_rules.h}); AMBA IHI 0022 unless it says
 * otherwise. They are checked in every cycle, but for {@link #NO_PATH}.
 */
public enum AxiRule {
    /** A valid stays high until ready. */
    VALID_HELD,
    /** So does what goes with it stay as it is. */
    PAYLOAD_HELD,
    /** No valid in a reset but in its first cycle, nor in the first cycle after it. */
    RESET_QUIET,
    /** Bursts are INCR; other types are legal but not what this port promises. */
    BURST_TYPE,
    /** Beats are as wide as the bus; narrow ones are legal but not what this port promises. */
    BEAT_SIZE,
    /** A burst has 256 beats at most, or as many as the design promises ({@link AxiMemory#limitBursts}). */
    BURST_LENGTH,
    /** Bursts begin at a beat; others are legal but not what this port promises. */
    ALIGNMENT,
    /** No burst crosses a 4 KiB boundary. */
    PAGE,
    /** Bursts are inside memory, unless {@link AxiMemory#decodeErrors} answers them. */
    MEMORY_RANGE,
    /** No exclusive accesses: legal, but not what this port promises. */
    EXCLUSIVE,
    /** No reserved code of the cache signals. */
    CACHE_CODE,
    /** {@code wlast} in the last beat of a burst and in no other. */
    WRITE_LAST,
    /** Data only for an address that was taken or is on offer; earlier ones are legal but not what this port promises. */
    WRITE_BEATS,
    /** {@code rlast} in the last beat of a burst and in no other. */
    READ_LAST,
    /** A read answers an address that was taken before. */
    READ_ASKED,
    /** A response answers a write that has its address and all its data. */
    WRITE_ASKED,
    /** EXOKAY answers exclusive accesses only. */
    RESPONSE_CODE,
    /**
     * No output depends on an input of the same cycle, in particular no valid on a ready, nor anything on a payload without valid. In
     * about every 64th cycle the inputs are changed to see.
     */
    NO_PATH
}
